using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// How to pay an order: at once with a card token, or on the provider's page, which then redirects to the return
/// address. A repeated id returns the first payment.
/// </summary>
public sealed record NewPayment(
    Guid? Id = null,
    string? Provider = null,
    string? Method = null,
    string? Token = null,
    string? ReturnUrl = null,
    string? CustomerAddress = null,
    NewAuditEntry? Act = null);

/// <summary>
/// A payment is stored before the provider is called, under the id that serves as idempotency key. Whoever learns the
/// outcome first settles it: the request, a webhook, or the worker that polls the provider.
/// </summary>
public sealed class PaymentStore(
    NpgsqlDataSource database, PaymentGateways gateways, Receipts receipts, ProviderAvailability outages)
{
    /// <summary>The provider's name of a payment of 0.</summary>
    const string Free = "none";

    public Task<Payment?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>(Payment.Find(id), ct);

    public Task<OwnedPayment?> FindWithOwnerAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<OwnedPayment>(
            $"""
            select {Payment.Columns}, {OrderLines.Owner(Sql.Of($"order_id"))} from payments.payments where id = {id}
            """, ct);

    public Task<Payment?> FindAsync(string provider, string providerId, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>(
            $"""
            select {Payment.Columns} from payments.payments
            where provider = {provider} and provider_id = {providerId}
            """, ct);

    /// <summary>The pending or succeeded payment of an order.</summary>
    public Task<Payment?> FindOfOrderAsync(Guid order, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>(
            $"""
            select {Payment.Columns} from payments.payments
            where order_id = {order} and status in ('pending', 'succeeded')
            """, ct);

    /// <summary>
    /// Charges the order. With a return address, starts its payment on the provider's page. An order has one payment at
    /// a time: a repeated call returns the existing one. A payment that is still pending when this returns is settled
    /// later.
    /// </summary>
    public async Task<Payment> StartAsync(Order order, NewPayment wanted, CancellationToken ct)
    {
        if (order.Total == 0)
            return await PayNothingAsync(order, wanted, ct);
        var gateway = gateways.Choose(wanted.Provider, order.Currency);
        Payment? payment;
        try
        {
            payment = await InsertAsync(order, gateway, wanted, ct);
        }
        catch (PostgresException e) when (e.ConstraintName == "payments_pkey")
        {
            return (await FindAsync(wanted.Id!.Value, ct))!;
        }
        if (payment is null)
            return await FindStartedAsync(order, ct);

        PaymentOutcome outcome;
        try
        {
            var start = () => FailedIfRejectedAsync(gateway.StartAsync(payment, order.Number, ct));
            outcome = await CallAsync(gateway, start, ct);
        }
        catch (Exception e) when (IsOutcomeUnknown(e, ct))
        {
            return payment;
        }
        return await SettleAsync(payment, outcome, ct);
    }

    /// <summary>Inserts the payment and its receipt, if it needs one.</summary>
    async Task<Payment?> InsertAsync(
        Order order, IPaymentGateway gateway, NewPayment wanted, CancellationToken ct)
    {
        var insert = Insert(order, gateway.Name, wanted);
        if (receipts.InsertOf(Sql.Of($"payment"), order.Currency, gateway) is not { } receipt)
            return await database.QuerySingleAsync<Payment>($"{insert} select * from payment", ct);
        var inserted = await database.QuerySingleAsync<PaymentWithReceipt>(
            $"{insert}, receipt as ({receipt}) select * from payment, receipt", ct);
        return inserted is null ? null : inserted.Payment with { Receipt = receipts.ToSend(inserted.Receipt) };
    }

    /// <summary>The beginning of a statement, whose last CTE is the payment.</summary>
    static Sql Insert(Order order, string provider, NewPayment wanted) => Sql.Of(
        $"""
        with o as ({OrderChanges.StartPayment(order.Id)})
        {NewAuditEntry.With(wanted.Act, Sql.Of($"o"))},
        payment as (
            insert into payments.payments
                (id, order_id, provider, amount, currency, method, token, return_url, customer_address, trace_id)
            select {wanted.Id ?? Guid.CreateVersion7()}, id, {provider}, total, currency,
                {wanted.Method ?? order.PaymentMethod ?? "bank_card"}, {wanted.Token}, {wanted.ReturnUrl},
                {wanted.CustomerAddress}, {ShopTelemetry.TraceId} from o
            returning {Payment.Columns}
        )
        """);

    async Task<Payment> FindStartedAsync(Order order, CancellationToken ct) =>
        await FindOfOrderAsync(order.Id, ct)
        ?? throw new ShopException(
            ErrorCode.Conflict,
            order.IsPickup ? "The order is paid at the counter." : "The order can no longer be paid.");

    /// <summary>Providers refuse a payment of 0: an order of this sum is paid without one.</summary>
    async Task<Payment> PayNothingAsync(Order order, NewPayment wanted, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var started = Insert(order, Free, wanted with { Token = null, CustomerAddress = null });
        if (await connection.QuerySingleAsync<Payment>($"{started} select * from payment", ct) is not { } payment)
            return await FindStartedAsync(order, ct);
        var paid = await connection.QuerySingleAsync<Payment>(
            $"""
            update payments.payments set status = 'succeeded', settled_at = now()
            where id = {payment.Id} returning {Payment.Columns}
            """, ct);
        await OrderChanges.PaidAsync(connection, order.Id, ct);
        await transaction.CommitAsync(ct);
        return paid!;
    }

    public async Task<Payment> ConfirmAsync(Payment payment, string? token, CancellationToken ct)
    {
        // A payment whose start got no answer is started first, under its key.
        var known = payment.ProviderId is null ? await RefreshAsync(payment, ct) : payment;
        if (known.Status != PaymentState.Pending)
            return known;
        var gateway = gateways.Of(known);
        var confirmed = known;
        if (known.ProviderId is not null)
        {
            var outcome = await CallAsync(gateway, () => gateway.ConfirmAsync(known, token, ct), ct);
            confirmed = await SettleAsync(known, outcome, ct);
        }
        return confirmed.Status != PaymentState.Pending
            ? confirmed
            : throw new ShopException(ErrorCode.Conflict, "The payment has not been confirmed at the provider yet.");
    }

    /// <summary>
    /// Asks the provider for the current state and settles the payment accordingly. When the start got no answer, it is
    /// repeated under the same key.
    /// </summary>
    public async Task<Payment> RefreshAsync(Payment payment, CancellationToken ct)
    {
        if (payment.Status != PaymentState.Pending)
            return payment;
        var gateway = gateways.Of(payment);
        using var span = ShopTelemetry.Begin("settle payment");
        var outcome = await CallAsync(gateway, async () =>
        {
            if (payment.ProviderId is not null)
                return await gateway.FindAsync(payment, ct);
            var number = await OrderStore.NumberAsync(database, payment.OrderId, ct);
            var complete = payment with { Receipt = await receipts.OfPaymentAsync(payment, ct) };
            return await FailedIfRejectedAsync(gateway.RetryStartAsync(complete, number, ct));
        }, ct);
        return await SettleAsync(payment, outcome, ct);
    }

    /// <summary>
    /// Claims pending payments that are due for a check. The next check is late enough that no other caller claims the
    /// payment meanwhile. An unknown payment is left to staff.
    /// </summary>
    public Task<List<Payment>> ClaimUnsettledAsync(int limit, CancellationToken ct) => database.QueryAsync<Payment>(
        $"""
        update payments.payments
        set checks = checks + 1,
            next_check_at = now() + least(interval '10 minutes', interval '10 seconds' * (1 + checks))
        where id = any (array(
            select id from payments.payments
            where status = 'pending' and next_check_at < now()
                and not {PaymentQueries.IsUnknown}
            order by next_check_at limit {limit} for update skip locked))
        returning {Payment.Columns}
        """, ct);

    async Task<Payment> SettleAsync(Payment payment, PaymentOutcome outcome, CancellationToken ct)
    {
        if (outcome.State == PaymentState.Pending)
        {
            await database.ExecuteAsync(
                $"""
                update payments.payments
                set provider_id = coalesce({outcome.ProviderId}, provider_id),
                    confirmation_url = coalesce({outcome.ConfirmationUrl}, confirmation_url),
                    token = case when {outcome.ProviderId is not null} then null else token end
                where id = {payment.Id} and status = 'pending'
                """, ct);
            return payment with
            {
                ProviderId = outcome.ProviderId ?? payment.ProviderId,
                ConfirmationUrl = outcome.ConfirmationUrl ?? payment.ConfirmationUrl
            };
        }

        var isPaid = outcome.State == PaymentState.Succeeded;
        // Usually the order still waits for its payment, and one statement does.
        if (isPaid && await SettleWithOrderAsync(payment, outcome, ct) is { } paid)
            return Counted(paid);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var settled = await connection.QuerySingleAsync<Payment>(Settle(payment, outcome), ct);
        if (settled is null)
        {
            // Another caller settled it first. A second connection would be taken from the pool while this one is held.
            return (await connection.QuerySingleAsync<Payment>(Payment.Find(payment.Id), ct))!;
        }

        if (!isPaid)
            await OrderChanges.PaymentFailedAsync(connection, payment.OrderId, outcome.Reason ?? "declined", ct);
        else if (await OrderChanges.PaidAsync(connection, payment.OrderId, ct)
            is null or { Status: OrderStatus.Cancelled })
        {
            const string Reason = "the order was cancelled before it was paid";
            await Refunds.RequestRemainingAsync(connection, payment.OrderId, Reason, ct);
        }
        await transaction.CommitAsync(ct);
        return Counted(settled);
    }

    static Payment Counted(Payment settled)
    {
        ShopCounters.PaymentSettled(settled.Provider, settled.Status.Spelling());
        return settled;
    }

    /// <summary>Null when the payment was settled already, or the order was cancelled.</summary>
    Task<Payment?> SettleWithOrderAsync(Payment payment, PaymentOutcome outcome, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>(
            $"""
            with mine as (select id from payments.payments where id = {payment.Id} and status = 'pending' for update),
            {OrderChanges.Paid(payment.OrderId, Sql.Of($"(select from mine)"))}
            {Settle(payment, outcome, Sql.Of($"and exists (select from moved)"))}
            """, ct);

    static Sql Settle(Payment payment, PaymentOutcome outcome, Sql? condition = null) => Sql.Of(
        $"""
        update payments.payments
        set status = {outcome.State.Spelling()}, provider_id = coalesce({outcome.ProviderId}, provider_id),
            failure = {outcome.Reason}, token = null, customer_address = null, settled_at = now()
        where id = {payment.Id} and status = 'pending' {condition ?? Sql.Of($"")}
        returning {Payment.Columns}
        """);

    /// <summary>
    /// A permanent rejection of a first call is an outcome, even when an earlier answer was lost: if the key had moved
    /// money, the provider would have repeated that answer.
    /// </summary>
    internal static async Task<PaymentOutcome> FailedIfRejectedAsync(Task<PaymentOutcome> call)
    {
        try
        {
            return await call;
        }
        catch (ShopException e) when (e.Permanent)
        {
            return new(PaymentState.Failed, null, Reason: e.Message);
        }
    }

    async Task<PaymentOutcome> CallAsync(
        IPaymentGateway gateway, Func<Task<PaymentOutcome>> call, CancellationToken ct)
    {
        try
        {
            var outcome = await call();
            outages.Answered(gateway.Name);
            return outcome;
        }
        catch (Exception e) when (IsOutcomeUnknown(e, ct))
        {
            outages.Failed(gateway.Name);
            throw;
        }
    }

    sealed record PaymentWithReceipt(Payment Payment, Receipt Receipt) : IRow<PaymentWithReceipt>
    {
        public static PaymentWithReceipt Read(RowReader row) => new(Payment.Read(row), Receipt.Read(row));
    }

    /// <summary>No answer, an unreadable answer or a failure at the provider: the money may have moved.</summary>
    static bool IsOutcomeUnknown(Exception e, CancellationToken ct) =>
        e is HttpRequestException or ShopException { Permanent: false }
        || e is OperationCanceledException && !ct.IsCancellationRequested;
}
