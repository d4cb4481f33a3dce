using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>Seats of a zone, or of a show.</summary>
sealed record SeatCount(long Total, long Sold, long Reserved, long Free)
{
    public SeatCount Plus(SeatCount other) =>
        new(Total + other.Total, Sold + other.Sold, Reserved + other.Reserved, Free + other.Free);
}

sealed record ZoneCount(string Zone, long Total, long Sold, long Reserved, long Free);

sealed record ShowInventory(
    long ShowId, long? EventId, long Total, long Sold, long Reserved, long Free, IReadOnlyList<ZoneCount> Zones);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ShowInventory))]
sealed partial class SeatsJson : JsonSerializerContext;

static class SeatCounts
{
    /// <summary>
    /// Adds up the seats of a show:
    /// <c>{"PARTERRE-1;12":{"zone_id":"PARTERRE","quantity":1,"free_quantity":0,"disabled":false}}</c>, or the same in
    /// an object per zone. A place without seats has a quantity of many. A seat that is not for sale does not count.
    /// </summary>
    public static StagedItem Read(long show, long? eventId, ReadOnlyMemory<byte> seats, DateTimeOffset receivedAt)
    {
        using var json = JsonDocument.Parse(seats);
        var zones = new SortedDictionary<string, SeatCount>(StringComparer.Ordinal);
        Add(json.RootElement, "", zones);
        var all = zones.Values.Aggregate(new SeatCount(0, 0, 0, 0), (sum, zone) => sum.Plus(zone));
        long[] counts = [all.Total, all.Sold, all.Reserved, all.Free];
        if (counts.Any(count => count is < int.MinValue or > int.MaxValue))
            throw new JsonException("The seats are too many.");
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new(
                show, eventId, all.Total, all.Sold, all.Reserved, all.Free,
                [.. zones.Select(zone => new ZoneCount(
                    zone.Key, zone.Value.Total, zone.Value.Sold, zone.Value.Reserved, zone.Value.Free))]),
            SeatsJson.Default.ShowInventory);
        var (hash, at) = (SHA256.HashData(body), receivedAt.ToUniversalTime());
        return new(QTicketsResource.Inventory, show, hash, body, at, false, receivedAt);
    }

    static void Add(JsonElement node, string zone, SortedDictionary<string, SeatCount> zones)
    {
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var element in node.EnumerateArray())
                Add(element, zone, zones);
        if (node.ValueKind != JsonValueKind.Object)
            return;
        if (Number(node, "free_quantity") is not { } free)
        {
            foreach (var member in node.EnumerateObject())
                Add(member.Value, member.Name is "seats" or "data" ? zone : member.Name, zones);
            return;
        }
        if (node.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True)
            return;
        var name = node.TryGetProperty("zone_id", out var id)
            && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? id.ToString()
                : zone;
        var reserved = Number(node, "reserved_quantity") ?? 0;
        var total = Number(node, "quantity") ?? Math.Max(free, 1);
        var count = new SeatCount(total, Math.Max(0, total - free - reserved), reserved, free);
        name = name.Replace('\0', '\uFFFD');
        zones[name] = zones.TryGetValue(name, out var known) ? known.Plus(count) : count;
    }

    static long? Number(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number) ? number : null;
}
