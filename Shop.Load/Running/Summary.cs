using System.Globalization;
using Shop.Load.Statistics;

namespace Shop.Load.Running;

/// <summary>How a run goes and what it measured, for the terminal.</summary>
static class Summary
{
    public static void Print(Progress progress) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Passed:hh\\:mm\\:ss}  {progress.Users,5} users  {progress.RequestsPerSecond,8:0} RPS  " +
        $"p95 {progress.P95,7:0.0} ms  {progress.Failures} failures  {progress.Left:hh\\:mm\\:ss} left"));

    public static void Print(IEnumerable<EndpointSummary> endpoints, EndpointSummary total)
    {
        Console.WriteLine(
            $"{"endpoint",-44}{"requests",10}{"failures",10}{"avg ms",9}{"p50",9}{"p95",9}{"p99",9}{"max",9}");
        foreach (var endpoint in endpoints.Append(total))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{endpoint.Method} {endpoint.Name}".Trim(),-44}{endpoint.Requests,10}{endpoint.Failures,10}" +
                $"{endpoint.Mean,9:0.0}{endpoint.P50,9:0.0}{endpoint.P95,9:0.0}" +
                $"{endpoint.P99,9:0.0}{endpoint.Max,9:0.0}"));
        }
    }
}
