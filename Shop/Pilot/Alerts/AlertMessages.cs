using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Pilot.Alerts;

/// <summary>A mail to the team is written, and waits for being sent.</summary>
public sealed record AlertMailWritten(Guid MailId) : IMessage<AlertMailWritten>
{
    public static string Topic => "pilot.alert_mail_written";
    public static JsonTypeInfo<AlertMailWritten> Json => AlertJson.Default.AlertMailWritten;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AlertMailWritten))]
sealed partial class AlertJson : JsonSerializerContext;
