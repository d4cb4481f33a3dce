using Npgsql;
using Shop.Database;
using Shop.Orders;
using Shop.Staff;

namespace Shop.Payments;

/// <summary>How an order is to be paid: by a card token at once, or on the provider's page, from where the customer comes back to the return address.</summary>
public sealed record NewPayment(string? Provider = null, string? Method = null, string? Token = null, string? ReturnUrl = null, string? CustomerAddress = null, StaffAct? Act = null);

/// <summary>
/// A payment is written down before the provider hears of it, under the key it will hear of it, and settled by whoever learns the outcome first: the request,
/// a webhook, or the worker that asks again.
/// </summary>
public sealed class PaymentStore(NpgsqlDataSource database, PaymentGateways gateways, Outages outages)
{
    public Task<Payment?> FindAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>($"select {Payment.Columns} from payments.payments where id = {id}", ct);

    public Task<Payment?> FindAsync(string provider, string providerId, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>($"select {Payment.Columns} from payments.payments where provider = {provider} and provider_id = {providerId}", ct);

    /// <summary>The payment of an order that is on its way or done.</summary>
    public Task<Payment?> FindOfOrderAsync(Guid order, CancellationToken ct) =>
        database.QuerySingleAsync<Payment>($"select {Payment.Columns} from payments.payments where order_id = {order} and status in ('pending', 'succeeded')", ct);

    /// <summary>
    /// Charges the order, or starts its payment on the provider's page when there is a return address. Asked again, it answers the payment there is: an
    /// order has one at a time. A payment that is still pending when this returns is settled later.
    /// </summary>
    public async Task<Payment> StartAsync(Order order, NewPayment wanted, CancellationToken ct)
    {
        var gateway = gateways.Choose(wanted.Provider, order.Currency);
        var payment = await database.QuerySingleAsync<Payment>(
            $"""
            with o as ({OrderChanges.StartPayment(order.Id)})
            {StaffAct.With(wanted.Act, Sql.Of($"o"))}
            insert into payments.payments (id, order_id, provider, amount, currency, method, token, return_url, customer_address, trace_id)
            select {Guid.CreateVersion7()}, id, {gateway.Name}, total, currency, {wanted.Method ?? order.PaymentMethod ?? "bank_card"},
                {wanted.Token}, {wanted.ReturnUrl}, {wanted.CustomerAddress}, {ShopTelemetry.TraceId} from o
            returning {Payment.Columns}
            """, ct);
        if (payment is null)
            return await FindOfOrderAsync(order.Id, ct) ?? throw new ShopException(ErrorCode.Conflict, "The order can no longer be paid.");

        PaymentOutcome outcome;
        try
        {
            outcome = await AskAsync(gateway, () => OrRefusedAsync(gateway.StartAsync(payment, order.Number, ct)), ct);
        }
        catch (Exception e) when (IsUnknown(e, ct))
        {
            return payment;
        }
        return await SettleAsync(payment, outcome, ct);
    }

    public async Task<Payment> ConfirmAsync(Payment payment, string? token, CancellationToken ct)
    {
        // One whose start nobody answered is started first, under its key.
        var known = payment.ProviderId is null ? await RefreshAsync(payment, ct) : payment;
        if (known.Status != "pending")
            return known;
        var gateway = gateways.Of(known);
        var confirmed = known.ProviderId is null ? known : await SettleAsync(known, await AskAsync(gateway, () => gateway.ConfirmAsync(known, token, ct), ct), ct);
        return confirmed.Status != "pending" ? confirmed : throw new ShopException(ErrorCode.Conflict, "The payment has not been confirmed at the provider yet.");
    }

    /// <summary>Asks the provider how it stands, and does what follows from it. A provider that never heard of the payment is told again, under the same key.</summary>
    public async Task<Payment> RefreshAsync(Payment payment, CancellationToken ct)
    {
        if (payment.Status != "pending")
            return payment;
        var gateway = gateways.Of(payment);
        using var span = ShopTelemetry.Begin("settle payment");
        var outcome = await AskAsync(gateway, async () => payment.ProviderId is null
            ? await OrRefusedAsync(gateway.StartAgainAsync(payment, await OrderStore.NumberAsync(database, payment.OrderId, ct), ct))
            : await gateway.FindAsync(payment, ct), ct);
        return await SettleAsync(payment, outcome, ct);
    }

    /// <summary>
    /// Payments whose outcome nobody has brought; each is one caller's for as long as asking may take. Providers remember a key for a day: later, asking
    /// under it could charge again.
    /// </summary>
    public Task<List<Payment>> ClaimUnsettledAsync(int limit, CancellationToken ct) => database.QueryAsync<Payment>(
        $"""
        update payments.payments
        set checks = checks + 1, next_check_at = now() + least(interval '10 minutes', interval '10 seconds' * (1 + checks))
        where id = any (array(
            select id from payments.payments
            where status = 'pending' and next_check_at < now() and (provider_id is not null or created_at > now() - interval '23 hours')
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
                set provider_id = coalesce({outcome.ProviderId}, provider_id), confirmation_url = coalesce({outcome.ConfirmationUrl}, confirmation_url),
                    token = case when {outcome.ProviderId is not null} then null else token end
                where id = {payment.Id} and status = 'pending'
                """, ct);
            return payment with { ProviderId = outcome.ProviderId ?? payment.ProviderId, ConfirmationUrl = outcome.ConfirmationUrl ?? payment.ConfirmationUrl };
        }

        var isPaid = outcome.State == PaymentState.Succeeded;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var settled = await connection.QuerySingleAsync<Payment>(
            $"""
            update payments.payments
            set status = {(isPaid ? "succeeded" : "failed")}, provider_id = coalesce({outcome.ProviderId}, provider_id), failure = {outcome.Reason},
                token = null, customer_address = null, settled_at = now()
            where id = {payment.Id} and status = 'pending'
            returning {Payment.Columns}
            """, ct);
        if (settled is null)
            return (await FindAsync(payment.Id, ct))!; // Somebody else brought the outcome.

        if (!isPaid)
            await OrderChanges.PaymentFailedAsync(connection, payment.OrderId, outcome.Reason ?? "declined", ct);
        else if (await OrderChanges.PaidAsync(connection, payment.OrderId, ct) is not { Status: "confirmed" })
            await Refunds.RequestRestAsync(connection, payment.OrderId, "the order was cancelled before it was paid", ct);
        await transaction.CommitAsync(ct);
        return settled;
    }

    /// <summary>A start refused for good is an outcome, also when an earlier answer was lost: had the key charged then, it would have been answered so now.</summary>
    static async Task<PaymentOutcome> OrRefusedAsync(Task<PaymentOutcome> start)
    {
        try
        {
            return await start;
        }
        catch (ShopException e) when (e.Permanent)
        {
            return new(PaymentState.Failed, null, Reason: e.Message);
        }
    }

    async Task<PaymentOutcome> AskAsync(IPaymentGateway gateway, Func<Task<PaymentOutcome>> ask, CancellationToken ct)
    {
        try
        {
            var outcome = await ask();
            outages.Answered(gateway.Name);
            return outcome;
        }
        catch (Exception e) when (IsUnknown(e, ct))
        {
            outages.Failed(gateway.Name);
            throw;
        }
    }

    /// <summary>No answer, an answer nobody can read, a failure of the provider's own: the money may have moved.</summary>
    static bool IsUnknown(Exception e, CancellationToken ct) =>
        e is HttpRequestException or ShopException { Permanent: false } || e is OperationCanceledException && !ct.IsCancellationRequested;
}
