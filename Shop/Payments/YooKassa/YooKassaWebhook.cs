using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Payments.YooKassa;

/// <summary>
/// Notifications carry no signature. They are trusted by source address, and the payment is always read again.
/// </summary>
public sealed class YooKassaWebhook(IOptions<YooKassaOptions> options)
{
    readonly IPNetwork[] _sources = [.. options.Value.Sources.Select(IPNetwork.Parse)];

    public bool IsTrusted(IPAddress? from)
    {
        if (from is null)
            return false;
        var address = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        return Array.Exists(_sources, source => source.Contains(address));
    }

    /// <summary>Null when the notification is not about a payment.</summary>
    public static async Task<string?> PaymentIdAsync(Stream body, CancellationToken ct)
    {
        try
        {
            var notification = await JsonSerializer.DeserializeAsync(
                body, YooKassaJson.Default.YooKassaNotification, ct);
            return notification is { Type: "notification", Event: { } name, Object.Id: { Length: <= 100 } id }
                && name.StartsWith("payment.", StringComparison.Ordinal)
                ? id
                : null;
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The notification is not JSON.");
        }
    }
}
