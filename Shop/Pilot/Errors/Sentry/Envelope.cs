using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// A body of Sentry's protocol: lines of JSON headers, each followed by its payload.
/// <code>
/// {"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","dsn":"https://key@host/1"}
/// {"type":"event","length":41}
/// {"message":"hello","level":"error"}
/// </code>
/// Without a length the payload ends with its line. Final line breaks are optional.
/// </summary>
public sealed class Envelope
{
    const int MaxHeader = 8 * 1024;
    const int MaxItems = 100;
    const byte LineFeed = (byte)'\n';

    Envelope(JsonObject header, List<EnvelopeItem> items) => (Header, Items) = (header, items);

    public JsonObject Header { get; }
    public IReadOnlyList<EnvelopeItem> Items { get; }

    /// <summary>The items are parts of the body, which must stay as it is.</summary>
    public static Envelope Parse(ReadOnlyMemory<byte> body)
    {
        var header = ReadHeader(ref body, "envelope");
        var items = new List<EnvelopeItem>();
        while (true)
        {
            while (!body.IsEmpty && body.Span[0] == LineFeed)
                body = body[1..];
            if (body.IsEmpty)
                return new(header, items);
            if (items.Count == MaxItems)
                throw Broken($"it has more than {MaxItems} items");
            items.Add(ReadItem(ref body));
        }
    }

    public static ShopException Broken(string reason) =>
        new(ErrorCode.Invalid, $"The envelope is not valid: {reason}.");

    static EnvelopeItem ReadItem(ref ReadOnlyMemory<byte> body)
    {
        var header = ReadHeader(ref body, "item");
        var type = Text(header, "type") ?? throw Broken("an item has no type");
        int length;
        if (header["length"] is JsonValue value)
        {
            if (!value.TryGetValue(out length) || length < 0)
                throw Broken("the length of an item is not a number of bytes");
            if (length > body.Length)
                throw Broken("it ends before the length of an item");
            if (length < body.Length && body.Span[length] != LineFeed)
                throw Broken("an item is longer than its length");
        }
        else
        {
            length = body.Span.IndexOf(LineFeed);
            length = length < 0 ? body.Length : length;
        }
        var payload = body[..length];
        body = length < body.Length ? body[(length + 1)..] : ReadOnlyMemory<byte>.Empty;
        return new(
            type, header, payload, header["item_count"] is JsonValue count && count.TryGetValue(out int n) ? n : 1);
    }

    static JsonObject ReadHeader(ref ReadOnlyMemory<byte> body, string of)
    {
        var end = body.Span.IndexOf(LineFeed);
        var line = end < 0 ? body : body[..end];
        if (line.Length > MaxHeader)
            throw Broken($"the header of the {of} is longer than {MaxHeader} bytes");
        body = end < 0 ? ReadOnlyMemory<byte>.Empty : body[(end + 1)..];
        try
        {
            if (JsonNode.Parse(line.Span) is JsonObject header)
            {
                // Duplicate names are found by the first access.
                _ = header.Count;
                return header;
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw Broken($"the header of the {of} is not JSON");
        }
        throw Broken($"the header of the {of} is not an object");
    }

    public static string? Text(JsonObject header, string name) =>
        header[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

/// <summary>The count is that of what the payload contains: spans come in one item.</summary>
public sealed record EnvelopeItem(string Type, JsonObject Header, ReadOnlyMemory<byte> Payload, int Count);
