using System.Text.Json;

namespace Shop.Database;

public static class StorableJson
{
    /// <summary>
    /// Whether PostgreSQL can store all texts in it. JSON is parsed without a look at them: bytes that are not UTF-8,
    /// half a surrogate pair such as <c>"\ud800"</c> and U+0000 pass.
    /// </summary>
    public static bool Is(JsonElement json)
    {
        try
        {
            return HasStorableTexts(json);
        }
        catch (InvalidOperationException)
        {
            // The text is not Unicode.
            return false;
        }
    }

    static bool HasStorableTexts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().All(
            property => !property.Name.Contains('\0') && HasStorableTexts(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().All(HasStorableTexts),
        JsonValueKind.String => !json.GetString()!.Contains('\0'),
        _ => true
    };
}
