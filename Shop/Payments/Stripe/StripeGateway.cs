using System.Globalization;
using Microsoft.Extensions.Options;

namespace Shop.Payments.Stripe;

/// <summary>
/// https://docs.stripe.com/api. A card token is charged by a PaymentIntent. Without one, the customer pays on Stripe's
/// own page, a Checkout Session, whose PaymentIntent we capture. For at least 24 hours, a repeated call with the same
/// Idempotency-Key and form gets the answer of the first call, failures included.
/// </summary>
public sealed class StripeGateway(
    HttpClient http,
    IOptions<StripeOptions> options,
    IOptions<PaymentOptions> payments) : IPaymentGateway
{
    public const string Provider = "stripe";

    static readonly TimeSpan PageIsOpenFor = TimeSpan.FromHours(1);

    readonly StripeClient _stripe = new(http, options.Value);

    public string Name => Provider;

    public TimeSpan IdempotencyKeyLifetime => TimeSpan.FromHours(23);

    public Task<PaymentOutcome> StartAsync(Payment payment, string description, CancellationToken ct) =>
        WithErrorsTranslatedAsync(() => CreateAsync(payment, description, ct));

    public Task<PaymentOutcome> RetryStartAsync(Payment payment, string description, CancellationToken ct) =>
        WithErrorsTranslatedAsync(async () =>
        {
            try
            {
                return await CreateAsync(payment, description, ct);
            }
            catch (StripeException e) when (e.WillBeRepeated && payment.ReturnUrl is null)
            {
                var query = Uri.EscapeDataString($"metadata['payment_id']:'{payment.Id}'");
                var found = await _stripe.GetAsync(
                    $"/v1/payment_intents/search?query={query}",
                    StripeJson.Default.StripeSearch,
                    answer => answer.Data is not null,
                    ct);
                // A payment that is not found may not be indexed yet, so an empty result is no outcome.
                if (found.Data is not [var intent, ..])
                    throw;
                return await OutcomeAsync(payment, intent, ct);
            }
        });

    public Task<PaymentOutcome> FindAsync(Payment payment, CancellationToken ct) =>
        WithErrorsTranslatedAsync(async () =>
        {
            var id = payment.KnownProviderId;
            if (!id.StartsWith("cs_", StringComparison.Ordinal))
            {
                var current = await _stripe.GetAsync(
                    $"/v1/payment_intents/{id}", StripeJson.Default.StripeIntent, IsComplete, ct);
                return await OutcomeAsync(payment, current, ct);
            }
            var session = await _stripe.GetAsync(
                $"/v1/checkout/sessions/{id}?expand[]=payment_intent",
                StripeJson.Default.StripeSession,
                IsComplete,
                ct);
            return session switch
            {
                { Status: "complete", PaymentIntent: { } intent } => await OutcomeAsync(payment, intent, ct),
                { Status: "expired" } => new(PaymentState.Failed, session.Id, Reason: "It was not paid in time."),
                _ => new(PaymentState.Pending, session.Id, session.Url)
            };
        });

    public Task<PaymentOutcome> RefundAsync(Payment payment, Refund refund, CancellationToken ct) =>
        WithErrorsTranslatedAsync(async () =>
        {
            // A repeated call under the key would return the first answer: pending.
            var answer = refund.ProviderId is not null
                ? await _stripe.GetAsync(
                    $"/v1/refunds/{refund.ProviderId}", StripeJson.Default.StripeRefund, IsComplete, ct)
                : await _stripe.PostAsync(
                    "/v1/refunds",
                    refund.Id,
                    RefundForm(payment, refund),
                    StripeJson.Default.StripeRefund,
                    IsComplete,
                    ct);
            var state = answer.Status switch
            {
                "succeeded" => PaymentState.Succeeded,
                "failed" or "canceled" => PaymentState.Failed,
                _ => PaymentState.Pending
            };
            return new(state, answer.Id, Reason: answer.FailureReason);
        });

    async Task<PaymentOutcome> CreateAsync(Payment payment, string description, CancellationToken ct)
    {
        if (payment.ReturnUrl is not null)
        {
            var session = await _stripe.PostAsync(
                "/v1/checkout/sessions",
                payment.Id,
                CheckoutForm(payment, description),
                StripeJson.Default.StripeSession,
                IsComplete,
                ct);
            return new(PaymentState.Pending, session.Id, session.Url);
        }
        if (payment.Token is null)
        {
            const string Reason = "Stripe needs a payment_token, or a return_url to send the customer to its page.";
            return new(PaymentState.Failed, null, Reason: Reason);
        }
        var intent = await _stripe.PostAsync(
            "/v1/payment_intents",
            payment.Id,
            ChargeForm(payment, description),
            StripeJson.Default.StripeIntent,
            IsComplete,
            ct);
        return await OutcomeAsync(payment, intent, ct);
    }

    static List<(string, string?)> RefundForm(Payment payment, Refund refund) =>
    [
        ("payment_intent", payment.ProviderId),
        ("amount", Minor(refund.Amount, payment.Currency)),
        ("reason", "requested_by_customer"),
        ("metadata[refund_id]", $"{refund.Id}")
    ];

    List<(string, string?)> ChargeForm(Payment payment, string description) =>
    [
        ("amount", Minor(payment.Amount, payment.Currency)),
        ("currency", Lower(payment.Currency)),
        ("confirm", "true"),
        ("description", $"Order {description}"),
        ("metadata[order_id]", $"{payment.OrderId}"),
        ("metadata[payment_id]", $"{payment.Id}"),
        // The customer's bank redirects here after authentication.
        ("return_url", payments.Value.ReturnUrl.AbsoluteUri),
        ("automatic_payment_methods[enabled]", "true"),
        .. payment.Token!.StartsWith("tok_", StringComparison.Ordinal)
            ? [("payment_method_data[type]", "card"), ("payment_method_data[card][token]", payment.Token)]
            : new (string, string?)[] { ("payment_method", payment.Token) }
    ];

    static List<(string, string?)> CheckoutForm(Payment payment, string description) =>
    [
        ("mode", "payment"),
        ("client_reference_id", $"{payment.Id}"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", Lower(payment.Currency)),
        ("line_items[0][price_data][unit_amount]", Minor(payment.Amount, payment.Currency)),
        ("line_items[0][price_data][product_data][name]", $"Order {description}"),
        ("payment_intent_data[capture_method]", "manual"),
        ("payment_intent_data[metadata][order_id]", $"{payment.OrderId}"),
        ("payment_intent_data[metadata][payment_id]", $"{payment.Id}"),
        ("metadata[order_id]", $"{payment.OrderId}"),
        ("metadata[payment_id]", $"{payment.Id}"),
        ("success_url", payment.ReturnUrl),
        ("cancel_url", payment.ReturnUrl),
        ("expires_at", (payment.CreatedAt + PageIsOpenFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("expand[]", "payment_intent")
    ];

    async Task<PaymentOutcome> OutcomeAsync(Payment payment, StripeIntent intent, CancellationToken ct)
    {
        if (intent.Status == "requires_capture")
            intent = await _stripe.PostAsync(
                $"/v1/payment_intents/{intent.Id}/capture",
                payment.KeyFor("capture"),
                [("amount_to_capture", Minor(payment.Amount, payment.Currency))],
                StripeJson.Default.StripeIntent,
                IsComplete,
                ct);
        return intent.Status switch
        {
            "succeeded" => new(PaymentState.Succeeded, intent.Id),
            "canceled" => new(PaymentState.Failed, intent.Id, Reason: intent.CancellationReason),
            // On the page the customer may try another card. A direct charge of a declined card is final.
            "requires_payment_method" when payment.ReturnUrl is null =>
                new(PaymentState.Failed, intent.Id, Reason: intent.LastPaymentError?.Message),
            _ => new(
                PaymentState.Pending,
                payment.ReturnUrl is null ? intent.Id : payment.ProviderId ?? intent.Id,
                intent.NextAction?.RedirectToUrl?.Url)
        };
    }

    static async Task<PaymentOutcome> WithErrorsTranslatedAsync(Func<Task<PaymentOutcome>> call)
    {
        try
        {
            return await call();
        }
        catch (StripeDeclinedException e)
        {
            return new(PaymentState.Failed, e.IntentId, Reason: e.Message);
        }
        catch (StripeException e)
        {
            throw e.Translated;
        }
    }

    static bool IsComplete(StripeIntent intent) => intent is { Id: not null, Status: not null };

    static bool IsComplete(StripeSession session) => session is { Id: not null, Status: not null };

    static bool IsComplete(StripeRefund refund) => refund is { Id: not null, Status: not null };

    static string Minor(decimal amount, string currency) =>
        StripeMoney.Minor(amount, currency).ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA1308 // Stripe spells currencies in lower case.
    static string Lower(string currency) => currency.ToLowerInvariant();
#pragma warning restore CA1308
}
