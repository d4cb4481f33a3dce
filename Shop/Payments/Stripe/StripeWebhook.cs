using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Payments.Stripe;

/// <summary>
/// Events are signed, but serve only as a hint to read a payment again. They come late, twice and in any order, so a
/// verified payment_failed may be older than the payment's success. Reading the current state makes a replayed event
/// harmless without a list of the events seen.
/// </summary>
public sealed class StripeWebhook(IOptions<StripeOptions> options, TimeProvider time)
{
    /// <summary>
    /// Stripe-Signature: t=1492774577,v1=5257a869...,v1=6ffbb59b...,v0=... Each v1 is the HMAC-SHA256 of "t.body" with
    /// one secret.
    /// </summary>
    public bool IsTrusted(string? signature, ReadOnlySpan<byte> body)
    {
        var parts = (signature ?? "").Split(',')
            .Select(part => part.Trim().Split('=', 2))
            .Where(part => part.Length == 2)
            .ToList();
        var at = parts.Find(part => part[0] == "t")?[1];
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > options.Value.WebhookTolerance.TotalSeconds)
            return false;
        var expected = Encoding.ASCII.GetBytes(Sign(at, body));
        return parts.Exists(part => part[0] == "v1"
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(part[1]), expected));
    }

    string Sign(string at, ReadOnlySpan<byte> body)
    {
        var secret = Encoding.UTF8.GetBytes(options.Value.WebhookSecret);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{at}."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed));
    }

    /// <summary>
    /// Our payment's id, and Stripe's, which we do not know yet when the answer to our call was lost. Null when the
    /// event is not about a payment of ours.
    /// </summary>
    public static (Guid Payment, string ProviderId)? Payment(ReadOnlySpan<byte> body)
    {
        try
        {
            var about = JsonSerializer.Deserialize(body, StripeJson.Default.StripeEvent)?.Data?.Object;
            return about is { Object: "payment_intent" or "checkout.session", Id: { Length: <= 255 } id }
                && Guid.TryParse(about.Metadata?.GetValueOrDefault("payment_id"), out var payment)
                ? (payment, id)
                : null;
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The event is not JSON.");
        }
    }
}
