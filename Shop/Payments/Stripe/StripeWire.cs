using System.Text.Json.Serialization;

namespace Shop.Payments.Stripe;

/// <summary>
/// Stripe amounts are integers of the smallest unit: 10.50 USD is 1050, 500 JPY is 500.
/// https://docs.stripe.com/currencies#zero-decimal
/// </summary>
static class StripeMoney
{
    static readonly HashSet<string> WithoutDecimals = new(StringComparer.OrdinalIgnoreCase)
        { "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF" };

    static readonly HashSet<string> WithThreeDecimals = new(StringComparer.OrdinalIgnoreCase)
        { "BHD", "JOD", "KWD", "OMR", "TND" };

    /// <summary>UGX and ISK have no smaller unit either, but Stripe counts them in hundredths.</summary>
    public static long Minor(decimal amount, string currency)
    {
        var unitsPerWhole = WithoutDecimals.Contains(currency) ? 1 : WithThreeDecimals.Contains(currency) ? 1000 : 100;
        var minor = amount * unitsPerWhole;
        if (minor != decimal.Truncate(minor))
            throw new ShopException(
                ErrorCode.Unprocessable,
                $"{amount} {currency} cannot be paid: it has more decimal places than the currency.");
        return (long)minor;
    }
}

sealed record StripeIntent(
    string Id,
    string Status,
    StripeNextAction? NextAction,
    StripeErrorBody? LastPaymentError,
    string? CancellationReason);

sealed record StripeNextAction(string Type, StripeRedirect? RedirectToUrl);
sealed record StripeRedirect(string Url);

/// <summary>
/// Stripe's payment page. The intent is a full object because the request expands it. It may be null until the customer
/// has paid.
/// </summary>
sealed record StripeSession(string Id, string Status, string? Url, StripeIntent? PaymentIntent);

sealed record StripeRefund(string Id, string Status, string? FailureReason);
sealed record StripeSearch(List<StripeIntent>? Data);
sealed record StripeError(StripeErrorBody? Error);

/// <summary>
/// {"type":"card_error","code":"card_declined","decline_code":"insufficient_funds",
/// "message":"Your card has insufficient funds."}
/// </summary>
sealed record StripeErrorBody(
    string? Type,
    string? Code,
    string? DeclineCode,
    string? Message,
    string? Param,
    StripeIntent? PaymentIntent);

/// <summary>
/// {"id":"evt_...","object":"event","type":"payment_intent.succeeded",
/// "data":{"object":{"id":"pi_...","object":"payment_intent",...}}}
/// </summary>
sealed record StripeEvent(string? Type, StripeEventData? Data);
sealed record StripeEventData(StripeEventObject? Object);
sealed record StripeEventObject(string? Id, string? Object, Dictionary<string, string>? Metadata);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StripeIntent))]
[JsonSerializable(typeof(StripeSession))]
[JsonSerializable(typeof(StripeRefund))]
[JsonSerializable(typeof(StripeSearch))]
[JsonSerializable(typeof(StripeError))]
[JsonSerializable(typeof(StripeEvent))]
sealed partial class StripeJson : JsonSerializerContext;
