using System.Text.Json;

namespace Shop.Shipping.Cdek;

/// <summary>CDEK's notifications carry no signature, so they only tell which order may have news.</summary>
public static class CdekWebhook
{
    /// <summary>Null when it is not about the status of an order.</summary>
    public static async Task<string?> OrderAsync(Stream body, CancellationToken ct)
    {
        try
        {
            var notification = await JsonSerializer.DeserializeAsync(body, CdekJson.Default.CdekNotification, ct);
            return notification is { Type: "ORDER_STATUS", Uuid: { Length: <= 100 } uuid } ? uuid : null;
        }
        catch (JsonException)
        {
            throw new ShopException(ErrorCode.Invalid, "The notification is not JSON.");
        }
    }
}
