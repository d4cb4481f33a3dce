using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Payments.CloudPayments;

/// <summary>
/// Notifications are signed, and still only say which payment to read again: they may come late, twice or out of order, and the sum in one is what the payer
/// chose. What we answer is {"code":0}, anything else is sent again.
/// </summary>
public sealed class CloudPaymentsWebhook(IOptions<CloudPaymentsOptions> options)
{
    /// <summary>Content-HMAC and X-Content-HMAC: base64 of HMAC-SHA256, one of the body as it came and one of the body URL-decoded.</summary>
    public bool IsTrusted(IEnumerable<string?> signatures, ReadOnlySpan<byte> body)
    {
        var asItCame = Sign(body);
        var decoded = Sign(Encoding.UTF8.GetBytes(WebUtility.UrlDecode(Encoding.UTF8.GetString(body))));
        return signatures.OfType<string>().Select(Encoding.UTF8.GetBytes)
            .Any(given => CryptographicOperations.FixedTimeEquals(given, asItCame) | CryptographicOperations.FixedTimeEquals(given, decoded));
    }

    byte[] Sign(ReadOnlySpan<byte> text) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.ApiSecret), text)));

    /// <summary>A form, or JSON where the account is set so. Null when the notification is not about a payment of ours.</summary>
    public static Guid? PaymentId(ReadOnlySpan<byte> body)
    {
        try
        {
            var invoice = body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..]
                ? JsonSerializer.Deserialize(body, CloudPaymentsJson.Default.CloudPaymentsNotification)?.InvoiceId
                : Encoding.UTF8.GetString(body).Split('&').Select(field => field.Split('=', 2)).FirstOrDefault(field => field is ["InvoiceId", _])?[1];
            return Guid.TryParse(WebUtility.UrlDecode(invoice), out var payment) ? payment : null;
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The notification is not JSON.");
        }
    }
}
