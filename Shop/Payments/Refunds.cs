using System.Text.Json.Serialization;
using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Messaging;
using Shop.Orders;
using Shop.Shipping;

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

    internal static Sql Find(Guid id) => Sql.Of($"select {Columns} from payments.refunds where id = {id}");

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
/// paid amount. If nothing remains then, the same statement makes the order refunded.
/// </summary>
public sealed class Refunds(
    NpgsqlDataSource database, PaymentGateways gateways, Receipts receipts, TimeProvider time)
{
    /// <summary>
    /// Customers can take back the whole sum until the order is shipped; parts are for support. A repeated id returns
    /// the first refund.
    /// </summary>
    public async Task<Refund> RequestAsync(
        Guid id,
        Guid order,
        decimal amount,
        string reason,
        bool isByCustomer,
        CancellationToken ct,
        NewAuditEntry? act = null)
    {
        var request = Request(id, order, Sql.Of($"{amount}::numeric"), reason, isByCustomer, act);
        try
        {
            return await database.QuerySingleAsync<Refund>(request, ct)
                ?? throw await ExplainFailureAsync(order, amount, isByCustomer, ct);
        }
        catch (PostgresException e) when (e.ConstraintName == "refunds_pkey")
        {
            return (await FindAsync(id, ct))!;
        }
    }

    public Task<Refund?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Refund>(Refund.Find(id), ct);

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
        NpgsqlConnection connection, Guid order, string reason, CancellationToken ct)
    {
        var remaining = Sql.Of($"(p.amount - p.refunding)");
        return connection.ExecuteAsync(
            Request(Guid.CreateVersion7(), order, remaining, reason, isByCustomer: false), ct);
    }

    static Sql Request(
        Guid id, Guid order, Sql amount, string reason, bool isByCustomer, NewAuditEntry? act = null) => Sql.Of(
        $"""
        with was as (
            select id, {amount} as wanted from payments.payments p
            where order_id = {order} and status = 'succeeded' for update
        ),
        o as ({OrderChanges.Refundable(order, isByCustomer)} and exists (select from was) for update),
        paid as (
            update payments.payments p set refunding = refunding + wanted from was
            where p.id = was.id and exists (select from o) and wanted > 0 and refunding + wanted <= p.amount
                and (refunding + wanted = p.amount or not {isByCustomer})
            returning p.id, p.order_id, wanted, p.refunding = p.amount as is_whole
        ),
        {OrderChanges.RefundAccepted(order, Sql.Of($"(select from paid where is_whole)"))},
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

    async Task<ShopException> ExplainFailureAsync(
        Guid order, decimal amount, bool isByCustomer, CancellationToken ct)
    {
        if (isByCustomer && !await database.ScalarAsync<bool>(
            $"select exists ({OrderChanges.Refundable(order, isByCustomer)})", ct))
            return new(ErrorCode.Forbidden, "The order has been shipped; support can refund it.");
        var remaining = await database.ScalarAsync<decimal>(
            $"select amount - refunding from payments.payments where order_id = {order} and status = 'succeeded'", ct);
        return isByCustomer && amount < remaining
            ? new(ErrorCode.Forbidden, $"You can take back the whole sum, {remaining}; support can refund a part.")
            : new(ErrorCode.Unprocessable, "The refund exceeds the remaining amount.");
    }

    /// <summary>
    /// Claims pending refunds that are due for a check. The next check is late enough that no other caller claims the
    /// refund meanwhile. A bank may take days to decide.
    /// </summary>
    public Task<List<Refund>> ClaimUnsettledAsync(int limit, CancellationToken ct) => database.QueryAsync<Refund>(
        $"""
        update payments.refunds
        set checks = checks + 1,
            next_check_at = now() + least(interval '10 minutes', interval '10 seconds' * (1 + checks))
        where id = any (array(
            select id from payments.refunds
            where status = 'pending' and next_check_at < now()
            order by next_check_at limit {limit} for update skip locked))
        returning {Refund.Columns}
        """, ct);

    /// <summary>Stops checking a refund that only a person can settle. Staff see it with the reason.</summary>
    public Task GiveUpAsync(Guid id, string reason, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update payments.refunds set next_check_at = 'infinity', failure = {reason}
        where id = {id} and status = 'pending'
        """, ct);

    /// <summary>True if the order's parcel has to be recalled before the money is returned.</summary>
    public Task<bool> IsRecallNeededAsync(Refund refund, CancellationToken ct) =>
        OrderChanges.IsRecallNeededAsync(database, refund.OrderId, ct);

    /// <summary>
    /// Calls the provider, as often as needed: the refund's id is the idempotency key. A refund that the provider has
    /// not decided on stays pending and is checked again.
    /// </summary>
    public async Task ExecuteAsync(Guid id, CancellationToken ct)
    {
        var asked = Sql.Of(
            $"""
            update payments.refunds set asked_at = coalesce(asked_at, now())
            where id = {id} and status = 'pending'
            """);
        if (await database.QuerySingleAsync<Refund>($"{asked} returning {Refund.Columns}", ct) is not { } refund)
            return;
        var payment = (await database.QuerySingleAsync<Payment>(Payment.Find(refund.PaymentId), ct))!;
        if (payment.Provider == Counter.Provider)
        {
            // The counter hands the money back by itself.
            await SettleAsync(refund, new(PaymentState.Succeeded, null), ct);
            return;
        }
        var gateway = gateways.Of(payment);
        // The provider would make a second refund.
        if (refund.ProviderId is null && time.GetUtcNow() - refund.AskedAt > gateway.IdempotencyKeyLifetime)
            throw new ShopException(
                ErrorCode.Conflict,
                $"The outcome of refund {id} is unknown. It was sent to {payment.Provider} at {refund.AskedAt:u}: "
                + "check the provider's dashboard.");
        var receipt = await receipts.OfRefundAsync(payment, refund, ct);
        var call = gateway.RefundAsync(payment, refund with { Receipt = receipt }, ct);
        var outcome = await (refund.ProviderId is null ? PaymentStore.FailedIfRejectedAsync(call) : call);
        if (outcome.State == PaymentState.Pending)
            await database.ExecuteAsync(
                $"""
                update payments.refunds set provider_id = {outcome.ProviderId}
                where id = {id} and status = 'pending'
                """, ct);
        else
            await SettleAsync(refund, outcome, ct);
    }

    /// <summary>
    /// Settles the refund as failed. If it made the order refunded, the order returns to what it was.
    /// </summary>
    public Task RefuseAsync(Refund refund, string reason, CancellationToken ct) =>
        SettleAsync(refund, new(PaymentState.Failed, refund.ProviderId, Reason: reason), ct);

    async Task SettleAsync(Refund refund, PaymentOutcome outcome, CancellationToken ct)
    {
        var isRefunded = outcome.State == PaymentState.Succeeded;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The lock of the payment comes first, as everywhere.
        await LockAsync(connection, refund.OrderId, ct);
        var isSettled = await connection.ExecuteAsync(
            $"""
            update payments.refunds
            set status = {outcome.State.Spelling()}, provider_id = {outcome.ProviderId},
                failure = {outcome.Reason}, settled_at = now()
            where id = {refund.Id} and status = 'pending'
            """, ct) == 1;
        if (!isSettled)
            return;
        var isFullyRefunded = await connection.ScalarAsync<bool>(
            $"""
            update payments.payments
            set refunded = refunded + case when {isRefunded} then {refund.Amount} else 0 end,
                refunding = refunding - case when {isRefunded} then 0 else {refund.Amount} end
            where id = {refund.PaymentId}
            returning refunded = amount
            """, ct);
        if (isFullyRefunded)
            await OrderChanges.RefundedAsync(connection, refund.OrderId, ct);
        else if (!isRefunded)
        {
            var isRecalled = ShipmentStore.IsRecalled(refund.OrderId);
            var reason = outcome.Reason ?? "no reason given";
            if (await OrderChanges.RefundRefusedAsync(connection, refund.OrderId, reason, isRecalled, ct) is not null)
                await ShipmentStore.CatchUpAsync(connection, refund.OrderId, ct);
        }
        await transaction.CommitAsync(ct);
    }
}
