using System.Text.Json.Serialization;

namespace Shop.Payments.Stripe;

/// <summary>Whole numbers of the smallest unit: 10.50 USD is 1050, 500 JPY is 500. https://docs.stripe.com/currencies#zero-decimal</summary>
static class StripeMoney
{
    static readonly HashSet<string> WithoutDecimals = new(StringComparer.OrdinalIgnoreCase)
        { "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF" };

    static readonly HashSet<string> WithThreeDecimals = new(StringComparer.OrdinalIgnoreCase) { "BHD", "JOD", "KWD", "OMR", "TND" };

    /// <summary>UGX and ISK have no smaller unit either, and yet Stripe counts them in hundredths.</summary>
    public static long Minor(decimal amount, string currency)
    {
        var minor = amount * (WithoutDecimals.Contains(currency) ? 1 : WithThreeDecimals.Contains(currency) ? 1000 : 100);
        return minor == decimal.Truncate(minor) ? (long)minor
            : throw new ShopException(ErrorCode.Unprocessable, $"{amount} {currency} cannot be paid: the currency has no such coin.");
    }
}

sealed record StripeIntent(string Id, string Status, StripeNextAction? NextAction, StripeErrorBody? LastPaymentError, string? CancellationReason);

sealed record StripeNextAction(string Type, StripeRedirect? RedirectToUrl);
sealed record StripeRedirect(string Url);

/// <summary>Stripe's payment page. The intent is there, whole, because we ask for it to be expanded; before the customer has paid it may be null.</summary>
sealed record StripeSession(string Id, string Status, string? Url, StripeIntent? PaymentIntent);

sealed record StripeRefund(string Id, string Status, string? FailureReason);
sealed record StripeSearch(List<StripeIntent>? Data);
sealed record StripeError(StripeErrorBody? Error);

/// <summary>{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"Your card has insufficient funds."}</summary>
sealed record StripeErrorBody(string? Type, string? Code, string? DeclineCode, string? Message, string? Param, StripeIntent? PaymentIntent);

/// <summary>{"id":"evt_...","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_...","object":"payment_intent",...}}}</summary>
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
