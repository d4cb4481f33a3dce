using System.Text.Json.Serialization;

namespace Shop.Notifications.SendGrid;

sealed record SendGridMail(
    SendGridPersonalization[] Personalizations,
    SendGridAddress From,
    string Subject,
    SendGridContent[] Content)
{
    public static SendGridMail Of(EmailMessage message, SendGridOptions options) => new(
        [new([new(message.To, null)], new() { ["message_id"] = message.Id.ToString() })],
        new(options.FromAddress, options.FromName),
        message.Subject,
        [new("text/plain", message.Text), new("text/html", message.Html)]);
}

sealed record SendGridPersonalization(SendGridAddress[] To, Dictionary<string, string> CustomArgs);
sealed record SendGridAddress(string Email, string? Name);
sealed record SendGridContent(string Type, string Value);
sealed record SendGridErrors(SendGridError[]? Errors);
sealed record SendGridError(string Message, string? Field);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendGridMail))]
[JsonSerializable(typeof(SendGridErrors))]
sealed partial class SendGridJson : JsonSerializerContext;
