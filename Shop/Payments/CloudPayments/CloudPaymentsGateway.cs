using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Shop.Payments.CloudPayments;

/// <summary>
/// https://developers.cloudpayments.ru. A card cryptogram is charged in one stage; without one the customer pays on an order's page in two, so that the sum is
/// looked at before the money is taken. The same X-Request-ID answers what the first call did, but for an hour only: later the payment is looked for first,
/// by its InvoiceId, which is our payment's id.
/// </summary>
public sealed class CloudPaymentsGateway(HttpClient http, IOptions<CloudPaymentsOptions> options, TimeProvider time) : IPaymentGateway
{
    public const string Provider = "cloudpayments";

    // A customer who pays while the page closes is still heard.
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    readonly CloudPaymentsClient _cloud = new(http, options.Value);

    public string Name => Provider;

    public TimeSpan RemembersKeysFor => TimeSpan.FromMinutes(50);

    public async Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct)
    {
        if (payment.ReturnUrl is not null)
        {
            var page = await _cloud.PostAsync("/orders/create", payment.Id, new(
                payment.Amount, payment.Currency, $"{payment.Id}", $"Заказ {description}", RequireConfirmation: true, payment.ReturnUrl, payment.ReturnUrl),
                CloudPaymentsJson.Default.CloudPaymentsOrder, ct);
            return page is { Success: true, Model: { Id: not null, Url: not null } order } ? new(PaymentState.Pending, order.Id, order.Url) : throw Refusal(page);
        }
        if (payment.Token is null)
            return new(PaymentState.Failed, null, Reason: "CloudPayments needs a payment_token, or a return_url to send the customer to its page.");
        return await ChargedAsync(payment, await _cloud.PostAsync("/payments/cards/charge", payment.Id, new(
            payment.Amount, payment.Currency, $"{payment.Id}", $"Заказ {description}", payment.CustomerAddress, payment.Token),
            CloudPaymentsJson.Default.CloudPaymentsCharge, ct), ct);
    }

    public async Task<PaymentOutcome> StartAgainAsync(Payment payment, string description, CancellationToken ct)
    {
        if (time.GetUtcNow() - payment.CreatedAt < RemembersKeysFor)
            return await StartAsync(payment, description, ct);
        if (await FindTransactionAsync(payment, ct) is { } found)
            return await OutcomeAsync(payment, found, ct);
        return new(PaymentState.Failed, null, Reason: "CloudPayments never heard of the payment.");
    }

    public async Task<PaymentOutcome> ConfirmAsync(Payment payment, string? token, CancellationToken ct)
    {
        // Only a card that was charged has a bank waiting for its customer; a page sees to that itself.
        if (payment.ReturnUrl is not null || string.IsNullOrEmpty(token))
            return await FindAsync(payment, ct);
        var answer = await _cloud.PostAsync("/payments/cards/post3ds", payment.KeyFor($"3ds {token}"), new(IdOf(payment), token),
            CloudPaymentsJson.Default.CloudPaymentsThreeDs, ct);
        return await ChargedAsync(payment, answer, ct);
    }

    public async Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct)
    {
        if (payment.ReturnUrl is null)
        {
            var answer = await _cloud.PostAsync("/payments/get", null, new(IdOf(payment)), CloudPaymentsJson.Default.CloudPaymentsTransactionId, ct);
            return await ChargedAsync(payment, answer, ct);
        }
        var outcome = await FindTransactionAsync(payment, ct) is { } found ? await OutcomeAsync(payment, found, ct) : new(PaymentState.Pending, payment.ProviderId);
        var age = time.GetUtcNow() - payment.CreatedAt;
        if (outcome.State != PaymentState.Pending || age < options.Value.PageIsOpenFor)
            return outcome;
        await _cloud.PostAsync("/orders/cancel", payment.KeyFor("cancel"), new(payment.ProviderId!), CloudPaymentsJson.Default.CloudPaymentsOrderId, ct);
        return age < options.Value.PageIsOpenFor + Grace ? outcome : new(PaymentState.Failed, payment.ProviderId, Reason: "It was not paid in time.");
    }

    public async Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct)
    {
        var answer = await _cloud.PostAsync("/payments/refund", refund.Id, new(IdOf(payment), refund.Amount), CloudPaymentsJson.Default.CloudPaymentsSum, ct);
        return answer switch
        {
            { Success: true, Model.TransactionId: { } id } => new(PaymentState.Succeeded, Text(id)),
            { Success: false, Model: { } refused } => new(PaymentState.Failed, null, Reason: ReasonOf(refused)),
            _ => throw Refusal(answer)
        };
    }

    /// <summary>Null when there is none under the payment's InvoiceId.</summary>
    async Task<CloudPaymentsModel?> FindTransactionAsync(Payment payment, CancellationToken ct)
    {
        var answer = await _cloud.PostAsync("/payments/find", null, new($"{payment.Id}"), CloudPaymentsJson.Default.CloudPaymentsInvoice, ct);
        if (answer.Model is { TransactionId: not null, Status: not null } found)
            return found;
        return answer is { Success: false, Model: null, Message: "Not found" } ? null : throw Refusal(answer);
    }

    async Task<PaymentOutcome> ChargedAsync(Payment payment, CloudPaymentsAnswer answer, CancellationToken ct)
    {
        if (answer is { Success: false, Model: { AcsUrl: { } bank, PaReq: { } request, TransactionId: { } id } })
            return new(PaymentState.Pending, Text(id), $"{bank}?MD={id}&PaReq={Uri.EscapeDataString(request)}");
        return answer.Model is { TransactionId: not null, Status: not null } model ? await OutcomeAsync(payment, model, ct) : throw Refusal(answer);
    }

    async Task<PaymentOutcome> OutcomeAsync(Payment payment, CloudPaymentsModel model, CancellationToken ct)
    {
        var id = Text(model.TransactionId!.Value);
        switch (model.Status)
        {
            // The widget's public id lets anybody pay any sum under any InvoiceId: what counts as paid is our sum.
            case "Completed" when model.Amount == payment.Amount && payment.Currency.Equals(model.Currency, StringComparison.OrdinalIgnoreCase):
                return new(PaymentState.Succeeded, id);
            case "Authorized":
                return await TakeAsync(payment, model, ct);
            // On the page the customer may try another card.
            case "Declined" or "Cancelled" when payment.ReturnUrl is null:
                return new(PaymentState.Failed, id, Reason: ReasonOf(model));
            default:
                return new(PaymentState.Pending, payment.ReturnUrl is null ? id : payment.ProviderId);
        }
    }

    /// <summary>Taking more than the customer has authorized is refused, and then what they did authorize is theirs again.</summary>
    async Task<PaymentOutcome> TakeAsync(Payment payment, CloudPaymentsModel held, CancellationToken ct)
    {
        var transaction = held.TransactionId!.Value;
        var taken = await _cloud.PostAsync("/payments/confirm", payment.KeyFor($"confirm {transaction}"), new(transaction, payment.Amount),
            CloudPaymentsJson.Default.CloudPaymentsSum, ct);
        if (taken.Success == true)
            return new(PaymentState.Succeeded, Text(transaction));
        if (held.Amount < payment.Amount)
            await _cloud.PostAsync("/payments/void", payment.KeyFor($"void {transaction}"), new(transaction),
                CloudPaymentsJson.Default.CloudPaymentsTransactionId, ct);
        return new(PaymentState.Pending, payment.ProviderId);
    }

    /// <summary>It took the request for a mistake of ours: {"Success":false,"Message":"Amount is required"}. Its words stay here, they may be the request's.</summary>
    static ShopException Refusal(CloudPaymentsAnswer answer) => answer is { Success: false, Model: null }
        ? ProviderAnswer.Failure("CloudPayments", HttpStatusCode.OK, "it does not take the request", isPermanent: true)
        : ProviderAnswer.Failure("CloudPayments", HttpStatusCode.OK, "an answer that says nothing of the payment", isPermanent: false);

    static string ReasonOf(CloudPaymentsModel model) => model.CardHolderMessage ?? $"declined ({model.ReasonCode})";

    static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    static long IdOf(Payment payment) => long.Parse(payment.ProviderId!, CultureInfo.InvariantCulture);
}
