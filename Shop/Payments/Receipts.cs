using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Accounts;
using Shop.Catalog;
using Shop.Database;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// Fiscal receipts. Each is stored before its first call, so that a retry sends the same one. An order that was paid
/// without a receipt, before receipts were switched on, gets none later.
/// </summary>
public sealed class Receipts(
    NpgsqlDataSource database, PaymentGateways gateways, IOptions<ReceiptOptions> options, TimeProvider time)
{
    const int MaxName = 128;
    const string NobodyToSendTo = "the customer's account no longer exists";

    static readonly Sql Total = Sql.Of(
        $"(select sum((l ->> 'amount')::numeric)::numeric(14, 2) from json_array_elements(r.lines) l)");

    /// <summary>The receipt to send with a payment. Null when it needs none.</summary>
    public async Task<Receipt?> OfPaymentAsync(Payment payment, CancellationToken ct)
    {
        var stored = Sql.Of($"(select id, order_id from payments.payments where id = {payment.Id})");
        if (InsertOf(stored, payment.Currency, gateways.Of(payment)) is not { } insert)
            return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        var inserted = await connection.QuerySingleAsync<Receipt>(insert, ct);
        return ToSend(inserted ?? await FindAsync(connection, payment.Id, ReceiptKind.Payment, ct));
    }

    /// <summary>
    /// Inserts and returns the receipt of each payment that has none, with the lines of its order, whose sum is what is
    /// paid. Null when such payments need no receipt. <paramref name="payments"/> has the columns id and order_id.
    /// </summary>
    internal Sql? InsertOf(Sql payments, string currency, IPaymentGateway gateway)
    {
        var defaults = options.Value;
        if (!defaults.Enabled || gateway is not IReceiptGateway
            || !currency.Equals("RUB", StringComparison.OrdinalIgnoreCase))
            return null;
        // The delivery is a line without a product.
        return Sql.Of(
            $"""
            insert into payments.receipts
                (id, payment_id, order_id, kind, mode, lines, contact, state, failure, trace_id)
            select {Guid.CreateVersion7()}, p.id, p.order_id, {ReceiptKind.Payment.Spelling()},
                {PaymentMode.FullPrepayment.Spelling()}, ordered.lines, u.email,
                case when u.email is null then 'failed' else 'pending' end,
                case when u.email is null then {NobodyToSendTo} end, {ShopTelemetry.TraceId}
            from {payments} p left join {AccountSql.Table} u on u.id = {OrderLines.Owner(Sql.Of($"p.order_id"))},
            lateral (
                select json_agg(json_build_object(
                    'name', left(coalesce(l.name, 'Доставка'), {MaxName}),
                    'price', l.price,
                    'quantity', l.quantity,
                    'amount', l.price * l.quantity,
                    'vat', case when l.product_id is null then {(defaults.DeliveryVat ?? defaults.Vat).Spelling()}
                        else coalesce(t.vat, {defaults.Vat.Spelling()}) end,
                    'subject', case when l.product_id is null then {PaymentSubject.Service.Spelling()}
                        else coalesce(t.payment_subject, {defaults.PaymentSubject.Spelling()}) end)
                    order by l.line) as lines
                from ({OrderLines.Of(Sql.Of($"p.order_id"))}) l
                left join {ProductTax.Table} t on t.id = l.product_id
            ) ordered
            on conflict do nothing
            returning {Receipt.Columns}
            """);
    }

    /// <summary>The receipt to send with a refund. Null when its payment had none.</summary>
    public async Task<Receipt?> OfRefundAsync(Payment payment, Refund refund, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One at a time: each refund is divided among what the refunds before it have left of the lines.
        await LockAsync(connection, payment.Id, ct);
        var known = await connection.QuerySingleAsync<Receipt>(
            $"select {Receipt.Columns} from payments.receipts where refund_id = {refund.Id}", ct);
        if (known is null && await RemainingAsync(connection, payment, ct) is { } remaining)
        {
            var mode = await FindAsync(connection, payment.Id, ReceiptKind.HandOver, ct) is null
                ? PaymentMode.FullPrepayment
                : PaymentMode.FullPayment;
            var lines = Receipt.Of(remaining, refund.Amount);
            var contact = await ContactAsync(connection, payment.OrderId, ct);
            known = await connection.QuerySingleAsync<Receipt>(
                Insert(payment, ReceiptKind.Refund, mode, lines, contact, refund.Id), ct);
            await transaction.CommitAsync(ct);
        }
        return ToSend(known);
    }

    /// <summary>
    /// Sends the receipt of a delivered order, for everything that was prepaid and not refunded. Idempotent; a receipt
    /// that the provider rejected is sent again under a new key.
    /// </summary>
    public async Task HandOverAsync(Guid order, CancellationToken ct)
    {
        var payment = await database.QuerySingleAsync<Payment>(
            $"select {Payment.Columns} from payments.payments where order_id = {order} and status = 'succeeded'", ct);
        if (payment is null || await OfHandOverAsync(payment, ct) is not { } receipt)
            return;
        var gateway = (IReceiptGateway)gateways.Of(payment);
        if (time.GetUtcNow() - receipt.AskedAt > gateway.IdempotencyKeyLifetime)
            throw new ShopException(
                ErrorCode.Conflict,
                $"The outcome of receipt {receipt.Id} is unknown. It was sent to {payment.Provider} at "
                + $"{receipt.AskedAt:u}: check the provider's dashboard.");
        try
        {
            await SettleAsync(receipt, await gateway.HandOverAsync(payment, receipt, ct), ct);
        }
        catch (ShopException e) when (e.Permanent)
        {
            await SettleAsync(receipt, new(ReceiptState.Failed, null, e.Message), ct);
            throw;
        }
    }

    /// <summary>
    /// Claims receipts whose registration is due for a check. The next check is late enough that no other caller claims
    /// them meanwhile.
    /// </summary>
    public Task<List<Receipt>> ClaimUnregisteredAsync(int limit, CancellationToken ct) => database.QueryAsync<Receipt>(
        $"""
        update payments.receipts
        set checks = checks + 1,
            next_check_at = now() + least(interval '1 hour', interval '1 minute' * (1 << least(checks, 6)))
        where id = any (array(
            select id from payments.receipts
            where state in ('pending', 'sent') and next_check_at < now()
            order by next_check_at limit {limit} for update skip locked))
        returning {Receipt.Columns}
        """, ct);

    /// <summary>Asks the provider whether the receipt is registered.</summary>
    public async Task CheckAsync(Receipt receipt, CancellationToken ct)
    {
        var (payment, carrier) = await CarrierAsync(receipt, ct);
        if (carrier.Status == PaymentState.Failed)
            await SettleAsync(receipt, new(ReceiptState.Failed, null), ct);
        else if (carrier is { Status: PaymentState.Succeeded, ProviderId: { } id })
        {
            var outcome = await ((IReceiptGateway)gateways.Of(payment)).FindReceiptAsync(receipt, id, ct);
            await SettleAsync(receipt, outcome ?? new(ReceiptState.Sent, null), ct, isLast: outcome is null);
        }
    }

    /// <summary>
    /// The provider says that it has registered a receipt of this payment. It tells the receipts of a payment and of
    /// refunds by their kind and sum only. Idempotent.
    /// </summary>
    public Task RegisteredAsync(Guid payment, RegisteredReceipt receipt, CancellationToken ct) => database.ExecuteAsync(
        $"""
        update payments.receipts
        set state = 'registered', failure = null, provider_id = {receipt.ProviderId}, contact = null,
            next_check_at = null
        where id = (
            select id from payments.receipts r
            where payment_id = {payment}
                and (provider_id = {receipt.ProviderId}
                    or provider_id is null and kind = {receipt.Kind.Spelling()}
                        and not exists (
                            select from payments.receipts known
                            where known.payment_id = {payment} and known.provider_id = {receipt.ProviderId})
                        and {Total} = {receipt.Amount})
            order by created_at limit 1)
        """, ct);

    internal static Sql Timeline(Guid order) => Sql.Of(
        $"""
        select r.created_at, 'receipt', r.kind,
            case when r.state = 'pending' and r.kind <> 'hand_over' then 'sent' else r.state end,
            concat_ws(' · ', {Total} || ' ' || p.currency, r.provider_id, r.failure),
            null::uuid, r.id::text, r.trace_id
        from payments.receipts r join payments.payments p on p.id = r.payment_id
        left join payments.refunds b on b.id = r.refund_id
        where r.order_id = {order} and p.status = 'succeeded' and coalesce(b.status, 'succeeded') = 'succeeded'
        """);

    /// <summary>Removes the customer's address from the receipts of these orders.</summary>
    internal static Sql Forget(Guid[] orders) => Sql.Of(
        $"update payments.receipts set contact = null where order_id = any({orders}) and contact is not null");

    async Task<Receipt?> OfHandOverAsync(Payment payment, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await LockAsync(connection, payment.Id, ct);
        var known = await FindAsync(connection, payment.Id, ReceiptKind.HandOver, ct);
        if (known is null && await RemainingAsync(connection, payment, ct) is { } remaining
            && remaining.Any(line => line.Amount > 0))
        {
            var contact = await ContactAsync(connection, payment.OrderId, ct);
            known = await connection.QuerySingleAsync<Receipt>(
                Insert(payment, ReceiptKind.HandOver, PaymentMode.FullPayment, remaining, contact), ct);
        }
        if (known is null or { State: ReceiptState.Sent or ReceiptState.Registered } || known.Contact is null)
        {
            await transaction.CommitAsync(ct);
            return null;
        }
        var isRejected = known.State == ReceiptState.Failed;
        var asked = await connection.QuerySingleAsync<Receipt>(
            $"""
            update payments.receipts
            set id = {(isRejected ? Guid.CreateVersion7() : known.Id)}, state = 'pending', failure = null,
                asked_at = case when {isRejected} then now() else coalesce(asked_at, now()) end
            where id = {known.Id} returning {Receipt.Columns}
            """, ct);
        await transaction.CommitAsync(ct);
        return ToSend(asked);
    }

    /// <summary>What the payment's lines have left after its refunds. Null when the payment had no receipt.</summary>
    static async Task<IReadOnlyList<ReceiptLine>?> RemainingAsync(
        NpgsqlConnection connection, Payment payment, CancellationToken ct)
    {
        if (await FindAsync(connection, payment.Id, ReceiptKind.Payment, ct) is not { } paid)
            return null;
        var refunds = await connection.QueryAsync<Receipt>(
            $"""
            select {Receipt.Columns} from payments.receipts
            where payment_id = {payment.Id} and refund_id in (
                select id from payments.refunds where payment_id = {payment.Id} and status <> 'failed')
            """, ct);
        return Receipt.Remaining(paid.Lines, refunds);
    }

    static Task<string?> ContactAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        connection.ScalarAsync<string>(
            $"""
            select u.email from {AccountSql.Table} u
            where u.id in (select user_id from ({OrderLines.Of(order)}) l)
            """, ct);

    async Task<(Payment Payment, (PaymentState Status, string? ProviderId) Carrier)> CarrierAsync(
        Receipt receipt, CancellationToken ct)
    {
        var payment = (await database.QuerySingleAsync<Payment>(Payment.Find(receipt.PaymentId), ct))!;
        if (receipt.Kind == ReceiptKind.HandOver)
            return (payment, (PaymentState.Succeeded, receipt.ProviderId));
        if (receipt.RefundId is not { } id)
            return (payment, (payment.Status, payment.ProviderId));
        var refund = (await database.QuerySingleAsync<Refund>(Refund.Find(id), ct))!;
        return (payment, (refund.Status, refund.ProviderId));
    }

    Task<int> SettleAsync(Receipt receipt, ReceiptOutcome outcome, CancellationToken ct, bool isLast = false)
    {
        // YooKassa: a receipt that is not registered after three days never will be.
        var isOverdue = outcome.State == ReceiptState.Sent && !isLast
            && time.GetUtcNow() - (receipt.AskedAt ?? receipt.CreatedAt) > TimeSpan.FromDays(3);
        var state = isOverdue ? ReceiptState.Failed : outcome.State;
        var failure = isOverdue ? "not registered within three days" : outcome.Failure;
        // A rejected receipt of a hand-over keeps the address, because it may be sent again.
        var isFinal = isLast || state == ReceiptState.Registered
            || state == ReceiptState.Failed && receipt.Kind != ReceiptKind.HandOver;
        return database.ExecuteAsync(
            $"""
            update payments.receipts
            set state = {state.Spelling()}, failure = {failure},
                provider_id = coalesce({outcome.ProviderId}, provider_id),
                contact = case when {isFinal} then null else contact end,
                next_check_at = case when {isFinal} then null else next_check_at end
            where id = {receipt.Id}
            """, ct);
    }

    internal Receipt? ToSend(Receipt? receipt) =>
        receipt?.Contact is null ? null : receipt with { TaxSystem = options.Value.TaxSystem };

    static Task<int> LockAsync(NpgsqlConnection connection, Guid payment, CancellationToken ct) =>
        connection.ExecuteAsync($"select from payments.payments where id = {payment} for update", ct);

    static Task<Receipt?> FindAsync(
        NpgsqlConnection connection, Guid payment, ReceiptKind kind, CancellationToken ct) =>
        connection.QuerySingleAsync<Receipt>(
            $"""
            select {Receipt.Columns} from payments.receipts
            where payment_id = {payment} and kind = {kind.Spelling()} and refund_id is null
            """, ct);

    /// <summary>Returns nothing when there is one already.</summary>
    static Sql Insert(
        Payment payment,
        ReceiptKind kind,
        PaymentMode mode,
        IReadOnlyList<ReceiptLine> lines,
        string? contact,
        Guid? refund = null)
    {
        var json = JsonSerializer.Serialize(lines, ReceiptJson.Default.IReadOnlyListReceiptLine);
        var state = contact is null ? ReceiptState.Failed : ReceiptState.Pending;
        return Sql.Of(
            $"""
            insert into payments.receipts
                (id, payment_id, order_id, refund_id, kind, mode, lines, contact, state, failure, trace_id)
            values ({Guid.CreateVersion7()}, {payment.Id}, {payment.OrderId}, {refund}, {kind.Spelling()},
                {mode.Spelling()}, {json}::json, {contact}, {state.Spelling()},
                {(contact is null ? NobodyToSendTo : null)}, {ShopTelemetry.TraceId})
            on conflict do nothing
            returning {Receipt.Columns}
            """);
    }
}
