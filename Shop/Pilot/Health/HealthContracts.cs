using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Pilot.Health;

/// <summary>One result of a check. During maintenance it counts neither as good nor as bad.</summary>
public sealed record RecordedCheck(
    DateTimeOffset At,
    string Name,
    CheckStatus Status,
    int DurationMs,
    string Detail,
    bool InMaintenance) : IRow<RecordedCheck>
{
    internal static readonly Sql Columns = Sql.Of($"at, name, status, duration_ms, detail, in_maintenance");

    [JsonIgnore]
    public bool IsBad => Status is CheckStatus.Fail or CheckStatus.Error && !InMaintenance;

    public static RecordedCheck Read(RowReader row) => new(
        row.Get<DateTimeOffset>(),
        row.Get<string>(),
        row.Named<CheckStatus>(),
        row.Get<int>(),
        row.Get<string>(),
        row.Get<bool>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<CheckHealth>))]
[JsonSerializable(typeof(List<RecordedCheck>))]
[JsonSerializable(typeof(List<MaintenanceWindow>))]
[JsonSerializable(typeof(MaintenanceRequest))]
public sealed partial class HealthContractsJson : JsonSerializerContext;
