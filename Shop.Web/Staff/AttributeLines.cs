using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Shop.Web.Languages;

namespace Shop.Web.Staff;

/// <summary>
/// Converts attributes of a product between JSON, <c>{"объём": "1,5 л", "мощность": 2200}</c>, and the lines that staff
/// edit, <c>объём: 1,5 л</c> and <c>мощность: 2200</c>.
/// </summary>
static class AttributeLines
{
    /// <summary>The API rejects it, because attributes must be an object.</summary>
    const string Invalid = "[]";
    // An escaped Cyrillic letter (\u....) is six times as long, and the API limits the length.
    static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(string json, Texts texts) =>
        string.Join('\n', Read(json).Select(attribute => Line(attribute, texts)));

    /// <summary>An unchanged line keeps its JSON value, which may be a number, a boolean or an array.</summary>
    public static string ToJson(string? lines, string currentJson, Texts texts)
    {
        var known = Read(currentJson).ToLookup(attribute => Line(attribute, texts));
        var attributes = new Dictionary<string, JsonElement>();
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var line in (lines ?? "").Split('\n', Trimmed))
        {
            if (known[line].FirstOrDefault() is { Key: { } name } same)
                attributes[name] = same.Value;
            else if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, { Length: > 0 } value])
                attributes[key] = JsonSerializer.SerializeToElement(value);
            else
                return Invalid;
        }
        return JsonSerializer.Serialize(attributes, Unescaped);
    }

    static Dictionary<string, JsonElement> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    static string Line(KeyValuePair<string, JsonElement> attribute, Texts texts) =>
        $"{attribute.Key}: {texts.Value(attribute.Value)}".ReplaceLineEndings(" ").Trim();
}
