using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Pilot.Health;

/// <summary>Checks went down or came up, and this recipient is told.</summary>
public sealed record HealthChanged(string Recipient, IReadOnlyList<ChangedCheck> Checks) : IMessage<HealthChanged>
{
    public static string Topic => "pilot.health_changed";
    public static JsonTypeInfo<HealthChanged> Json => HealthMessagesJson.Default.HealthChanged;
}

/// <summary>The time is the one since which it was up, or down, before the change.</summary>
public sealed record ChangedCheck(string Name, bool IsDown, string Detail, string? Remedy, DateTimeOffset? Since);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthChanged))]
[JsonSerializable(typeof(List<CheckHealth>))]
[JsonSerializable(typeof(List<MaintenanceWindow>))]
[JsonSerializable(typeof(MaintenanceRequest))]
public sealed partial class HealthMessagesJson : JsonSerializerContext;
