using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Load.Statistics;

namespace Shop.Load.Running;

/// <summary>What a run measured, for people and as JSON.</summary>
static class Summary
{
    public static void Print(Progress progress) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Passed:hh\\:mm\\:ss}  {progress.Users,5} users  {progress.RequestsPerSecond,8:0} RPS  " +
        $"p95 {progress.Total.P95,7:0.0} ms  {progress.Total.Failures} failures  {progress.Left:hh\\:mm\\:ss} left"));

    public static void Print(IEnumerable<EndpointSummary> endpoints, EndpointSummary total)
    {
        Console.WriteLine(
            $"{"endpoint",-44}{"requests",10}{"failures",10}{"avg ms",9}{"p50",9}{"p95",9}{"p99",9}{"max",9}");
        foreach (var endpoint in endpoints.Append(total))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{endpoint.Method} {endpoint.Name}".Trim(),-44}{endpoint.Requests,10}{endpoint.Failures,10}" +
                $"{endpoint.Mean,9:0.0}{endpoint.P50,9:0.0}{endpoint.P95,9:0.0}{endpoint.P99,9:0.0}{endpoint.Max,9:0.0}"));
        }
    }

    public static async Task WriteAsync(FileInfo file, IReadOnlyList<EndpointSummary> endpoints, EndpointSummary total)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, new(endpoints, total), SummaryJson.Default.RunResult);
    }
}

sealed record RunResult(IReadOnlyList<EndpointSummary> Endpoints, EndpointSummary Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
sealed partial class SummaryJson : JsonSerializerContext;
