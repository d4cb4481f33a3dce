using System.Text.Json.Serialization;

namespace Shop.Pilot.Health;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<CheckHealth>))]
[JsonSerializable(typeof(List<MaintenanceWindow>))]
[JsonSerializable(typeof(MaintenanceRequest))]
public sealed partial class HealthContractsJson : JsonSerializerContext;
