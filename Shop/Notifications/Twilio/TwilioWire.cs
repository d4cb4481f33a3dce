using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Notifications.Twilio;

// {"sid":"SM...","status":"queued","error_code":null,"error_message":null,"to":"+15551234567",...}
// or {"code":21211,"message":"The 'To' number ... is not a valid phone number.",
//   "more_info":"https://www.twilio.com/docs/errors/21211","status":400}
// The status is a word in the first and a number in the second.
sealed record TwilioAnswer(
    string? Sid,
    [property: JsonConverter(typeof(TwilioStatus))] string? Status,
    int? ErrorCode,
    string? ErrorMessage,
    int? Code,
    string? Message);

sealed class TwilioStatus : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TwilioAnswer))]
sealed partial class TwilioJson : JsonSerializerContext;
