using System.Text.Json.Serialization;

namespace Shop.Notifications.Mailgun;

sealed record MailgunAnswer(string? Id, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MailgunAnswer))]
sealed partial class MailgunJson : JsonSerializerContext;
