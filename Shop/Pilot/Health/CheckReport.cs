using System.Text.Json.Serialization;

namespace Shop.Pilot.Health;

[JsonConverter(typeof(EnumNameConverter<CheckStatus>))]
public enum CheckStatus
{
    [JsonStringEnumMemberName("PASS")]
    Pass,
    /// <summary>The shop answered, but not as it should.</summary>
    [JsonStringEnumMemberName("FAIL")]
    Fail,
    /// <summary>The shop did not answer.</summary>
    [JsonStringEnumMemberName("ERROR")]
    Error,
    /// <summary>The check does not apply here, and the detail says why.</summary>
    [JsonStringEnumMemberName("SKIP")]
    Skip
}

/// <summary>What a check found. The remedy is null unless it failed.</summary>
public sealed record CheckResult(
    string Name,
    CheckStatus Status,
    int DurationMs,
    string Detail,
    string? Remedy,
    IReadOnlyList<CheckedRequest> Requests)
{
    [JsonIgnore]
    public bool IsBad => Status is CheckStatus.Fail or CheckStatus.Error;
}

/// <summary>One HTTP request of a check, as in <c>GET /api/orders</c>, <c>401</c>, <c>200</c>.</summary>
public sealed record CheckedRequest(string Request, string Expected, string Actual, int DurationMs);

public sealed record CheckReport(
    Uri Address,
    DateTimeOffset StartedAt,
    int DurationMs,
    bool Passed,
    IReadOnlyDictionary<string, int> Summary,
    IReadOnlyList<CheckResult> Checks)
{
    public static CheckReport Of(
        Uri address, DateTimeOffset startedAt, TimeSpan duration, IReadOnlyList<CheckResult> checks) => new(
            address,
            startedAt,
            (int)duration.TotalMilliseconds,
            !checks.Any(check => check.IsBad),
            EnumNames.All<CheckStatus>().ToDictionary(
                name => name, name => checks.Count(check => check.Status.Spelling() == name)),
            checks);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(CheckReport))]
public sealed partial class HealthJson : JsonSerializerContext;
