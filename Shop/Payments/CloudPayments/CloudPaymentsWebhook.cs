using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Shop.Payments.CloudPayments;

/// <summary>
/// Notifications are signed, but serve only as a hint to read a payment again: they may come late, twice or out of
/// order, and the payer chose the amount. Our answer is {"code":0}. CloudPayments repeats a notification after any
/// other answer.
/// </summary>
public sealed class CloudPaymentsWebhook(IOptions<CloudPaymentsOptions> options)
{
    /// <summary>
    /// Content-HMAC and X-Content-HMAC are base64 of HMAC-SHA256: one of the raw body and one of the URL-decoded body.
    /// </summary>
    public bool IsTrusted(IEnumerable<string?> signatures, ReadOnlySpan<byte> body)
    {
        var raw = Sign(body);
        var decoded = Sign(Encoding.UTF8.GetBytes(WebUtility.UrlDecode(Encoding.UTF8.GetString(body))));
        return signatures.OfType<string>().Select(Encoding.UTF8.GetBytes).Any(given =>
            CryptographicOperations.FixedTimeEquals(given, raw)
            | CryptographicOperations.FixedTimeEquals(given, decoded));
    }

    byte[] Sign(ReadOnlySpan<byte> text)
    {
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.ApiSecret), text);
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(hash));
    }

    /// <summary>Null when the notification is not about a payment of ours.</summary>
    public static Guid? PaymentId(ReadOnlySpan<byte> body) =>
        Guid.TryParse(Fields(body).GetValueOrDefault("InvoiceId"), out var payment) ? payment : null;

    /// <summary>Null when the notification is not about a fiscal receipt that was registered.</summary>
    public static RegisteredReceipt? Receipt(ReadOnlySpan<byte> body)
    {
        var fields = Fields(body);
        ReceiptKind? kind = fields.GetValueOrDefault("Type") switch
        {
            "Income" => ReceiptKind.Payment,
            "IncomeReturn" => ReceiptKind.Refund,
            _ => null
        };
        var amount = fields.GetValueOrDefault("Amount");
        return kind is { } known
            && fields.GetValueOrDefault("Id") is { Length: > 0 and <= 100 } id
            && !string.IsNullOrEmpty(fields.GetValueOrDefault("FiscalSign"))
            && decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum)
                ? new(id, known, sum)
                : null;
    }

    /// <summary>Reads a form, or JSON for accounts configured so.</summary>
    static Dictionary<string, string?> Fields(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string?>();
        try
        {
            if (body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..])
                foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
                    fields[name] = value?.ToString();
            else
                foreach (var field in Encoding.UTF8.GetString(body).Split('&').Select(field => field.Split('=', 2)))
                    fields.TryAdd(field[0], WebUtility.UrlDecode(field[^1]));
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The notification is not JSON.");
        }
        return fields;
    }
}
