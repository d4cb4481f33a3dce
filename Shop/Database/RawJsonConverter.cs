using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Database;

/// <summary>Passes JSON through as text, without parsing it into objects.</summary>
public sealed class RawJsonConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return StorableJson.Is(document.RootElement)
            ? document.RootElement.GetRawText()
            : throw new JsonException("The text contains a character that cannot be stored.");
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value, skipInputValidation: true);
}
