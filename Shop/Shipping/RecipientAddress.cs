using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Shipping;

/// <summary>An address in a request: one line of text, or an object with its parts.</summary>
[JsonConverter(typeof(RecipientAddressConverter))]
public sealed record RecipientAddress(
    [property: Required, StringLength(500, ErrorMessage = "The address must not be longer than 500 characters.")]
    string? Line);

/// <summary>{"city":"Тверь","postal_code":"170000","street":"Лесная, 5"}</summary>
public sealed record AddressParts(string? City, string? PostalCode, string? Street);

sealed class RecipientAddressConverter : JsonConverter<RecipientAddress>
{
    public override RecipientAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new(reader.GetString());
        var parts = JsonSerializer.Deserialize(ref reader, ShippingJson.Default.AddressParts);
        return parts is { City: { } city, PostalCode: { } code }
            && !string.IsNullOrWhiteSpace(city) && !string.IsNullOrWhiteSpace(code)
            ? new(PostalAddress.LineOf(code, city, parts.Street))
            : throw new JsonException("An address has a city and a postal_code.");
    }

    public override void Write(Utf8JsonWriter writer, RecipientAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Line);
}
