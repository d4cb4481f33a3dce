using System.Text.Json.Serialization;
using Shop.Pilot.Health;

namespace Shop.Checks.Scenarios;

/// <summary>One step of a user. The screenshot is a file name in the folder of the report.</summary>
sealed record StepResult(string Name, CheckStatus Status, int DurationMs, string Detail, string? Screenshot);

sealed record ScenarioResult(string Name, CheckStatus Status, int DurationMs, IReadOnlyList<StepResult> Steps);

sealed record ScenarioReport(
    Uri Address,
    DateTimeOffset StartedAt,
    int DurationMs,
    bool Passed,
    IReadOnlyList<ScenarioResult> Scenarios);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ScenarioReport))]
sealed partial class ScenarioJson : JsonSerializerContext;
