using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Payments.YooKassa;

/// <summary>Notifications carry no signature: they are known by where they come from, and the payment is read again before anything changes.</summary>
public sealed class YooKassaWebhook(IOptions<YooKassaOptions> options)
{
    readonly IPNetwork[] _sources = [.. options.Value.Sources.Select(IPNetwork.Parse)];

    public bool IsTrusted(IPAddress? from) => from is not null && Array.Exists(_sources, source => source.Contains(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from));

    /// <summary>Null when the notification is not about a payment.</summary>
    public static async Task<string?> PaymentIdAsync(Stream body, CancellationToken ct)
    {
        try
        {
            var notification = await JsonSerializer.DeserializeAsync(body, YooKassaJson.Default.YooKassaNotification, ct);
            return notification is { Type: "notification", Event: { } happened, Object.Id: { Length: <= 100 } id } && happened.StartsWith("payment.", StringComparison.Ordinal) ? id : null;
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The notification is not JSON.");
        }
    }
}
