using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Load.Running;
using Shop.Load.Statistics;

namespace Shop.Load.Reports;

/// <summary>What a run measured, as <c>result.json</c> keeps it.</summary>
sealed record RunResult(
    string Run,
    string Profile,
    string Purpose,
    double Scale,
    Uri Address,
    DateTimeOffset StartedAt,
    double Seconds,
    IReadOnlyList<EndpointSummary> Endpoints,
    EndpointSummary Total,
    IReadOnlyList<Point> Timeline,
    IReadOnlyList<RequestFailure> Failures)
{
    public const string FileName = "result.json";

    /// <summary>The stages as they were run. A result of an older version has none.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>What the shop itself measured, if its database could be asked.</summary>
    public Inside? Inside { get; init; }

    /// <summary>Why the figures cannot be trusted. Empty if nothing happened.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];

    public int MostUsers => Timeline.Count == 0 ? 0 : Timeline.Max(point => point.Users);

    /// <summary>How much time passes from a point of the time line to the next.</summary>
    public double SecondsPerPoint => Timeline.Count < 2 ? 1 : Timeline[^1].Seconds / (Timeline.Count - 1);

    public double RequestsPerSecond => Seconds == 0 ? 0 : Total.Requests / Seconds;

    public static string NameOf(DateTimeOffset started, string profile) =>
        started.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + $"-{profile}";

    public static async Task<RunResult> ReadAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync(stream, RunJson.Default.RunResult, ct)
            ?? throw new JsonException($"{file} is empty.");
    }

    public async Task WriteAsync(string file, CancellationToken ct)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, this, RunJson.Default.RunResult, ct);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(Judgement))]
sealed partial class RunJson : JsonSerializerContext;
