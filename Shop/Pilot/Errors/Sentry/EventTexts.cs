using System.Globalization;
using System.Text.Json;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>
/// Takes texts out of an event: scrubbed, of limited length, and of limited length together, so that an event of a
/// megabyte is stored as 60 KB.
/// </summary>
sealed class EventTexts
{
    const int MaxTogether = 60_000;
    const int MaxDepth = 4;

    int _left = MaxTogether;

    public string? Of(JsonElement json, string name, int max) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? Of(value, max) : null;

    public string? Of(JsonElement value, int max) => Raw(value) is { Length: > 0 } text ? Take(text, max) : null;

    public string? Take(string? text, int max)
    {
        if (text is null || _left <= 0)
            return null;
        return Count(Cut(Scrubber.Text(Cut(text, 2 * max)), max));
    }

    public string? Url(string? url, int max) =>
        url is null || _left <= 0 ? null : Count(Cut(Scrubber.Url(Cut(url, 2 * max))!, max));

    /// <summary>
    /// Maps, lists of pairs and lists of {key, value}. Nested ones get keys such as <c>os.name</c>.
    /// </summary>
    public Dictionary<string, string> Flatten(JsonElement json, int maxEntries, int maxLength, string prefix = "")
    {
        var entries = new Dictionary<string, string>();
        Add(json, prefix, 0);
        return entries;

        void Add(JsonElement value, string key, int depth)
        {
            if (entries.Count >= maxEntries || depth > MaxDepth || _left <= 0)
                return;
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                        Add(property.Value, key.Length == 0 ? property.Name : $"{key}.{property.Name}", depth + 1);
                    break;
                case JsonValueKind.Array:
                    foreach (var (index, item) in value.EnumerateArray().Index())
                        if (Pair(item) is { } pair)
                            Add(pair.Value, key.Length == 0 ? pair.Key : $"{key}.{pair.Key}", depth + 1);
                        else
                            Add(item, $"{key}[{index}]", depth + 1);
                    break;
                default:
                    if (Raw(value) is { } text)
                    {
                        // A key may be a person's, too: {"ivan@example.com": 5}.
                        var name = Count(Cut(Scrubber.Text(Cut(key, 200)), 100));
                        entries[name] = Count(Cut(Scrubber.Pair(key, Cut(text, 2 * maxLength)), maxLength));
                    }
                    break;
            }
        }
    }

    static (string Key, JsonElement Value)? Pair(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2 && Raw(item[0]) is { } first)
            return (first, item[1]);
        return item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("key", out var key)
            && item.TryGetProperty("value", out var value)
            && Raw(key) is { } name
                ? (name, value)
                : null;
    }

    /// <summary>Null for null, objects, arrays, and text that is not Unicode.</summary>
    public static string? Raw(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>"2026-11-27T17:00:00.123Z", or seconds since 1970 with fractions.</summary>
    public static DateTimeOffset? Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds))
            return seconds is > 0 and < 253_402_300_000
                ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : null;
        return Raw(value) is { } text
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time)
                ? time
                : null;
    }

    string Count(string text)
    {
        _left -= text.Length;
        return text;
    }

    // Not within a surrogate pair: PostgreSQL stores no half of one.
    internal static string Cut(string text, int max) =>
        text.Length <= max ? text : text[..(max > 0 && char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
