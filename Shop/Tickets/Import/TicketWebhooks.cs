using System.Text.Json;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>
/// Puts the order of a webhook into staging, where the next import would put it. The worker derives facts from it
/// within seconds. A webhook that comes again, or late, changes nothing.
/// </summary>
public sealed class TicketWebhooks(TicketDatabase database, TimeProvider time)
{
    /// <returns>Whether it was news.</returns>
    public async Task<bool> ReceiveAsync(byte[] body, string eventType, CancellationToken ct)
    {
        var answer = QTicketsAnswer.Of(
            QTicketsResource.Orders, $"webhook/{Name(eventType)}", "", time.GetUtcNow(), body);
        using var reader = new ItemReader();
        StagedItem item;
        try
        {
            item = reader.Read(QTicketsResource.Orders, body, answer.At);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ShopException(ErrorCode.Invalid, "The webhook is not an order.", inner: e);
        }
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        return await StagingStore.StoreAsync(
            connection, Guid.CreateVersion7(), item, await StagedAnswer.OfAsync(answer, body, ct), ct);
    }

    // The header is covered by no signature.
    static string Name(string eventType) =>
        eventType is "created" or "updated" or "payed" or "deleted" or "refunded" or "checked" ? eventType : "other";
}
