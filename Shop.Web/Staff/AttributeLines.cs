using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Shop.Web.Staff;

/// <summary>A product's attributes as somebody writes them: <c>{"объём": "1,5 л", "мощность": 2200}</c> is a line each, <c>объём: 1,5 л</c> and <c>мощность: 2200</c>.</summary>
static class AttributeLines
{
    /// <summary>What the API refuses.</summary>
    const string NoObject = "[]";
    // Cyrillic as it is: as \u.... it is six times as long, and the API takes only so much.
    static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(string json) => string.Join('\n', Read(json).Select(Line));

    /// <summary>A line that was there already keeps its value as it was, which need not be text.</summary>
    public static string ToJson(string? lines, string was)
    {
        var known = Read(was).ToLookup(Line);
        var attributes = new Dictionary<string, JsonElement>();
        foreach (var line in (lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (known[line].FirstOrDefault() is { Key: { } name } same)
                attributes[name] = same.Value;
            else if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, { Length: > 0 } value])
                attributes[key] = JsonSerializer.SerializeToElement(value);
            else
                return NoObject;
        }
        return JsonSerializer.Serialize(attributes, AsWritten);
    }

    static Dictionary<string, JsonElement> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    static string Line(KeyValuePair<string, JsonElement> attribute) => $"{attribute.Key}: {attribute.Value}".ReplaceLineEndings(" ").Trim();
}
