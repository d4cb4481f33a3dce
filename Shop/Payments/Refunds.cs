using System.Text.Json.Serialization;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;

namespace Shop.Payments;

public sealed record Refund(
    Guid Id,
    Guid OrderId,
    Guid PaymentId,
    decimal Amount,
    string Reason,
    PaymentState Status) : IRow<Refund>
{
    internal static readonly Sql Columns =
        Sql.Of($"id, order_id, payment_id, amount, reason, status, provider_id, asked_at");

    /// <summary>The provider's id of the refund, once it has one.</summary>
    [JsonIgnore]
    public string? ProviderId { get; init; }

    [JsonIgnore]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>The fiscal receipt to send with the refund.</summary>
    [JsonIgnore]
    public Receipt? Receipt { get; init; }

    public static Refund Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.Get<Guid>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.Named<PaymentState>())
    {
        ProviderId = row.TextOrNull(),
        AskedAt = row.Get<DateTimeOffset?>()
    };
}

/// <summary>
/// A requested refund is reserved on the payment in the same statement, so that concurrent refunds never exceed the
/// paid amount.
/// </summary>
public sealed class Refunds(
    NpgsqlDataSource database, PaymentGateways gateways, Receipts receipts, TimeProvider time)
{
    /// <summary>Null when the refund exceeds the remaining amount of the order's payment.</summary>
    public async Task<Refund?> RequestAsync(
        Guid order, decimal amount, string reason, CancellationToken ct, NewAuditEntry? act = null) =>
        await database.QuerySingleAsync<Refund>(Request(order, Sql.Of($"{amount}::numeric"), reason, act), ct);

    /// <summary>
    /// Locks the payment before the order. Settling a payment or a refund takes the locks in this order too. Two
    /// transactions that lock in different orders can deadlock.
    /// </summary>
    public static Task LockAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        connection.ExecuteAsync(
            $"""
            select from payments.payments
            where order_id = {order} and status in ('pending', 'succeeded') for update
            """, ct);

    /// <summary>Requests a refund of everything not yet refunded, in the transaction of the caller.</summary>
    public static Task RequestRemainingAsync(
        NpgsqlConnection connection, Guid order, string reason, CancellationToken ct) =>
        connection.ExecuteAsync(Request(order, Sql.Of($"(p.amount - p.refunding)"), reason), ct);

    static Sql Request(Guid order, Sql amount, string reason, NewAuditEntry? act = null)
    {
        var id = Guid.CreateVersion7();
        return Sql.Of(
            $"""
            with was as (
                select id, {amount} as wanted from payments.payments p
                where order_id = {order} and status = 'succeeded' for update
            ),
            paid as (
                update payments.payments p set refunding = refunding + wanted from was
                where p.id = was.id and wanted > 0 and refunding + wanted <= p.amount
                returning p.id, p.order_id, wanted
            ),
            outbox as ({Outbox.Insert(new RefundRequested(id), Sql.Of($"paid"))} returning id),
            asked as (
                insert into payments.refunds (id, payment_id, order_id, amount, reason, trace_id, message_id)
                select {id}, paid.id, order_id, wanted, {reason}, {ShopTelemetry.TraceId}, outbox.id
                from paid, outbox
                returning {Refund.Columns}
            )
            {NewAuditEntry.With(act, Sql.Of($"asked"))}
            select {Refund.Columns} from asked
            """);
    }

    /// <summary>Calls the provider, as often as needed: the refund's id is the idempotency key.</summary>
    public async Task ExecuteAsync(Guid id, CancellationToken ct)
    {
        var asked = Sql.Of(
            $"""
            update payments.refunds set asked_at = coalesce(asked_at, now())
            where id = {id} and status = 'pending'
            """);
        if (await database.QuerySingleAsync<Refund>($"{asked} returning {Refund.Columns}", ct) is not { } refund)
            return;
        var payment = (await database.QuerySingleAsync<Payment>(
            $"select {Payment.Columns} from payments.payments where id = {refund.PaymentId}", ct))!;
        if (payment.Provider == Counter.Provider)
        {
            // The counter hands the money back by itself.
            await SettleAsync(refund, new(PaymentState.Succeeded, null), ct);
            return;
        }
        var gateway = gateways.Of(payment);
        // A dead letter may be replayed days later. The provider would then make a second refund.
        if (refund.ProviderId is null && time.GetUtcNow() - refund.AskedAt > gateway.IdempotencyKeyLifetime)
            throw new ShopException(
                ErrorCode.Conflict,
                $"The outcome of refund {id} is unknown. It was sent to {payment.Provider} at {refund.AskedAt:u}: "
                + "check the provider's dashboard.");
        var receipt = await receipts.OfRefundAsync(payment, refund, ct);
        var outcome = await gateway.RefundAsync(payment, refund with { Receipt = receipt }, ct);
        if (outcome.State == PaymentState.Pending)
        {
            await database.ExecuteAsync(
                $"""
                update payments.refunds set provider_id = {outcome.ProviderId}
                where id = {id} and status = 'pending'
                """, ct);
            throw new ShopException(
                ErrorCode.Unavailable,
                $"{payment.Provider} has not decided on refund {id} yet.",
                permanent: false);
        }
        await SettleAsync(refund, outcome, ct);
    }

    async Task SettleAsync(Refund refund, PaymentOutcome outcome, CancellationToken ct)
    {
        var isRefunded = outcome.State == PaymentState.Succeeded;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var isFullyRefunded = await connection.ScalarAsync<bool>(
            $"""
            with settled as (
                update payments.refunds set status = {outcome.State.Spelling()},
                    provider_id = {outcome.ProviderId}, failure = {outcome.Reason}, settled_at = now()
                where id = {refund.Id} and status = 'pending' returning payment_id, amount
            )
            update payments.payments p
            set refunded = refunded + case when {isRefunded} then s.amount else 0 end,
                refunding = refunding - case when {isRefunded} then 0 else s.amount end
            from settled s where p.id = s.payment_id
            returning p.refunded = p.amount
            """, ct);
        if (isFullyRefunded)
            await OrderChanges.RefundedAsync(connection, refund.OrderId, ct);
        await transaction.CommitAsync(ct);
    }
}
