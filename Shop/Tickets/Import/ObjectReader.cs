using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>The objects of staging that one object of an answer contains.</summary>
sealed class ObjectReader : IDisposable
{
    readonly ItemReader _items = new();

    /// <summary>Seats do not say which event they are for, so the shows do.</summary>
    public IEnumerable<StagedItem> Of(
        QTicketsAnswer answer, ReadOnlyMemory<byte> json, IReadOnlyDictionary<long, string?>? eventsOfShows = null)
    {
        switch (answer.Resource)
        {
            case QTicketsResource.Shows:
                return Shows(answer, json);
            case QTicketsResource.Inventory:
                var show = ShowOf(answer.Path);
                return [SeatCounts.Read(show, EventId(eventsOfShows?.GetValueOrDefault(show)), json, answer.At)];
            default:
                return [_items.Read(answer.Resource, json.Span, answer.At)];
        }
    }

    // {"id":12,"name":"...","shows":[{"id":5,"start_date":"2026-12-01T19:00:00+03:00"}]}
    IEnumerable<StagedItem> Shows(QTicketsAnswer answer, ReadOnlyMemory<byte> json)
    {
        var found = JsonNode.Parse(json.Span) as JsonObject;
        if (found?["shows"] is not JsonArray shows)
            yield break;
        foreach (var show in shows.OfType<JsonObject>())
        {
            show["event_id"] ??= found["id"]?.DeepClone();
            var body = JsonSerializer.SerializeToUtf8Bytes(show, NodesJson.Default.JsonObject);
            yield return _items.Read(QTicketsResource.Shows, body, answer.At);
        }
    }

    // shows/5/seats
    static long ShowOf(string path) => long.TryParse(path.Split('/')[1], out var show)
        ? show
        : throw new JsonException($"{path} names no show.");

    static long? EventId(string? text) => long.TryParse(text, out var id) ? id : null;

    public void Dispose() => _items.Dispose();
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
sealed partial class NodesJson : System.Text.Json.Serialization.JsonSerializerContext;
