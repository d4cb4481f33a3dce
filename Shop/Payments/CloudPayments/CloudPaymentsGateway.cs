using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Shop.Payments.CloudPayments;

/// <summary>
/// https://developers.cloudpayments.ru. A card cryptogram is charged in one stage. Without one, the customer pays on an
/// order page in two stages, so that the amount is checked before the money is captured. A repeated call with the same
/// X-Request-ID gets the answer of the first call, but only for an hour. After that the payment is first searched by
/// its InvoiceId, which is our payment's id.
/// </summary>
public sealed class CloudPaymentsGateway(
    HttpClient http,
    IOptions<CloudPaymentsOptions> options,
    TimeProvider time) : IReceiptGateway
{
    public const string Provider = "cloudpayments";

    // Covers a customer who pays while the page is being closed.
    static readonly TimeSpan ClosingGracePeriod = TimeSpan.FromMinutes(15);

    readonly CloudPaymentsClient _cloud = new(http, options.Value);

    public string Name => Provider;

    public TimeSpan IdempotencyKeyLifetime => TimeSpan.FromMinutes(50);

    public async Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct)
    {
        if (payment.ReturnUrl is not null)
            return await OpenPageAsync(payment, description, payment.ReturnUrl, ct);
        if (payment.Token is null)
        {
            const string Reason =
                "CloudPayments needs a payment_token, or a return_url to send the customer to its page.";
            return new(PaymentState.Failed, null, Reason: Reason);
        }
        var charge = new CloudPaymentsCharge(
            payment.Amount,
            payment.Currency,
            $"{payment.Id}",
            $"Заказ {description}",
            payment.CustomerAddress,
            payment.Token,
            CloudPaymentsData.Of(payment.Receipt));
        var answer = await _cloud.PostAsync(
            "/payments/cards/charge", payment.Id, charge, CloudPaymentsJson.Default.CloudPaymentsCharge, ct);
        return await ChargeOutcomeAsync(payment, answer, ct);
    }

    public async Task<PaymentOutcome> RetryStartAsync(Payment payment, string description, CancellationToken ct)
    {
        if (time.GetUtcNow() - payment.CreatedAt < IdempotencyKeyLifetime)
            return await StartAsync(payment, description, ct);
        if (await FindTransactionAsync(payment, ct) is { } found)
            return await OutcomeAsync(payment, found, ct);
        return new(PaymentState.Failed, null, Reason: "CloudPayments does not know the payment.");
    }

    public async Task<PaymentOutcome> ConfirmAsync(Payment payment, string? token, CancellationToken ct)
    {
        // Only a direct card charge needs this step after 3-D Secure. A page handles it by itself.
        if (payment.ReturnUrl is not null || string.IsNullOrEmpty(token))
            return await FindAsync(payment, ct);
        var answer = await _cloud.PostAsync(
            "/payments/cards/post3ds",
            payment.KeyFor($"3ds {token}"),
            new(IdOf(payment), token),
            CloudPaymentsJson.Default.CloudPaymentsThreeDs,
            ct);
        return await ChargeOutcomeAsync(payment, answer, ct);
    }

    public async Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct)
    {
        if (payment.ReturnUrl is null)
        {
            var answer = await _cloud.PostAsync(
                "/payments/get",
                null,
                new(IdOf(payment)),
                CloudPaymentsJson.Default.CloudPaymentsTransactionId,
                ct);
            return await ChargeOutcomeAsync(payment, answer, ct);
        }
        var outcome = await FindTransactionAsync(payment, ct) is { } found
            ? await OutcomeAsync(payment, found, ct)
            : new(PaymentState.Pending, payment.ProviderId);
        var age = time.GetUtcNow() - payment.CreatedAt;
        if (outcome.State != PaymentState.Pending || age < options.Value.PageIsOpenFor)
            return outcome;
        await _cloud.PostAsync(
            "/orders/cancel",
            payment.KeyFor("cancel"),
            new(payment.KnownProviderId),
            CloudPaymentsJson.Default.CloudPaymentsOrderId,
            ct);
        return age < options.Value.PageIsOpenFor + ClosingGracePeriod
            ? outcome
            : new(PaymentState.Failed, payment.ProviderId, Reason: "It was not paid in time.");
    }

    public async Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct)
    {
        var answer = await _cloud.PostAsync(
            "/payments/refund",
            refund.Id,
            new(IdOf(payment), refund.Amount, CloudPaymentsData.Of(refund.Receipt)),
            CloudPaymentsJson.Default.CloudPaymentsSum,
            ct);
        return answer switch
        {
            { Success: true, Model.TransactionId: { } id } => new(PaymentState.Succeeded, Text(id)),
            { Success: false, Model: { } refused } => new(PaymentState.Failed, null, Reason: ReasonOf(refused)),
            _ => throw Rejection(answer)
        };
    }

    public async Task<ReceiptOutcome> HandOverAsync(Payment payment, Receipt receipt, CancellationToken ct)
    {
        var request = new CloudPaymentsReceiptRequest(
            options.Value.Inn, "Income", $"{payment.Id}", CloudPaymentsReceipt.Of(receipt));
        var answer = await _cloud.PostAsync(
            "/kkt/receipt", receipt.Id, request, CloudPaymentsJson.Default.CloudPaymentsReceiptRequest, ct);
        return answer is { Success: true, Model.Id: { } id } ? new(ReceiptState.Sent, id) : throw Rejection(answer);
    }

    public async Task<ReceiptOutcome?> FindReceiptAsync(Receipt receipt, string providerId, CancellationToken ct)
    {
        // The receipts of payments and refunds have ids that only their notifications tell.
        if (receipt.Kind != ReceiptKind.HandOver)
            return null;
        var status = await _cloud.ReceiptStatusAsync(new(providerId), ct);
        return status switch
        {
            "Processed" => new(ReceiptState.Registered, providerId),
            "Error" or "NotFound" => new(ReceiptState.Failed, providerId, $"CloudPayments: {status}"),
            _ => new(ReceiptState.Sent, providerId)
        };
    }

    async Task<PaymentOutcome> OpenPageAsync(
        Payment payment, string description, string returnUrl, CancellationToken ct)
    {
        var order = new CloudPaymentsOrder(
            payment.Amount,
            payment.Currency,
            $"{payment.Id}",
            $"Заказ {description}",
            RequireConfirmation: true,
            SuccessRedirectUrl: returnUrl,
            FailRedirectUrl: returnUrl,
            CloudPaymentsData.Of(payment.Receipt));
        var answer = await _cloud.PostAsync(
            "/orders/create", payment.Id, order, CloudPaymentsJson.Default.CloudPaymentsOrder, ct);
        return answer is { Success: true, Model: { Id: not null, Url: not null } page }
            ? new(PaymentState.Pending, page.Id, page.Url)
            : throw Rejection(answer);
    }

    /// <summary>Null when there is no transaction under the payment's InvoiceId.</summary>
    async Task<CloudPaymentsModel?> FindTransactionAsync(Payment payment, CancellationToken ct)
    {
        var answer = await _cloud.PostAsync(
            "/payments/find", null, new($"{payment.Id}"), CloudPaymentsJson.Default.CloudPaymentsInvoice, ct);
        if (answer.Model is { TransactionId: not null, Status: not null } found)
            return found;
        return answer is { Success: false, Model: null, Message: "Not found" } ? null : throw Rejection(answer);
    }

    async Task<PaymentOutcome> ChargeOutcomeAsync(Payment payment, CloudPaymentsAnswer answer, CancellationToken ct)
    {
        if (answer is { Success: false, Model: { AcsUrl: { } bank, PaReq: { } request, TransactionId: { } id } })
            return new(PaymentState.Pending, Text(id), $"{bank}?MD={id}&PaReq={Uri.EscapeDataString(request)}");
        return answer.Model is { TransactionId: not null, Status: not null } model
            ? await OutcomeAsync(payment, model, ct)
            : throw Rejection(answer);
    }

    async Task<PaymentOutcome> OutcomeAsync(Payment payment, CloudPaymentsModel model, CancellationToken ct)
    {
        var id = Text(model.TransactionId!.Value);
        switch (model.Status)
        {
            // The widget's public id lets anybody pay any amount under any InvoiceId, so compare with our amount.
            case "Completed" when model.Amount == payment.Amount
                && payment.Currency.Equals(model.Currency, StringComparison.OrdinalIgnoreCase):
                return new(PaymentState.Succeeded, id);
            case "Authorized":
                return await CaptureAsync(payment, model, ct);
            // On the page the customer may try another card.
            case "Declined" or "Cancelled" when payment.ReturnUrl is null:
                return new(PaymentState.Failed, id, Reason: ReasonOf(model));
            default:
                return new(PaymentState.Pending, payment.ReturnUrl is null ? id : payment.ProviderId);
        }
    }

    /// <summary>
    /// CloudPayments refuses to capture more than the customer has authorized. A smaller authorization is voided.
    /// </summary>
    async Task<PaymentOutcome> CaptureAsync(Payment payment, CloudPaymentsModel held, CancellationToken ct)
    {
        var transaction = held.TransactionId!.Value;
        var captured = await _cloud.PostAsync(
            "/payments/confirm",
            payment.KeyFor($"confirm {transaction}"),
            new(transaction, payment.Amount),
            CloudPaymentsJson.Default.CloudPaymentsSum,
            ct);
        if (captured.Success == true)
            return new(PaymentState.Succeeded, Text(transaction));
        if (held.Amount < payment.Amount)
            await _cloud.PostAsync(
                "/payments/void",
                payment.KeyFor($"void {transaction}"),
                new(transaction),
                CloudPaymentsJson.Default.CloudPaymentsTransactionId,
                ct);
        return new(PaymentState.Pending, payment.ProviderId);
    }

    /// <summary>
    /// The request was rejected as invalid: {"Success":false,"Message":"Amount is required"}. The message is dropped
    /// because it may quote the request.
    /// </summary>
    static ShopException Rejection(CloudPaymentsAnswer answer)
    {
        var isInvalidRequest = answer is { Success: false, Model: null };
        var reason = isInvalidRequest ? "the request was rejected" : "the answer does not describe the payment";
        return ProviderResponse.Failure("CloudPayments", HttpStatusCode.OK, reason, isPermanent: isInvalidRequest);
    }

    static string ReasonOf(CloudPaymentsModel model) => model.CardHolderMessage ?? $"declined ({model.ReasonCode})";

    static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    static long IdOf(Payment payment) => long.Parse(payment.KnownProviderId, CultureInfo.InvariantCulture);
}
