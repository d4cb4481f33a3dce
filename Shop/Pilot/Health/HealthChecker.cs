using System.Diagnostics;

namespace Shop.Pilot.Health;

/// <summary>One thing that is checked from outside.</summary>
sealed record Check(string Name, string Remedy, Func<Probe, CancellationToken, Task> RunAsync);

/// <summary>
/// Checks a shop as its visitors and clients see it, over HTTP only. Nothing in the shop changes: requests that would
/// change something are sent without what they need, and the shop must refuse them.
/// </summary>
public sealed class HealthChecker(HttpClient http, CheckOptions limits, TimeProvider time)
{
    // A shop that does not answer must not keep the checker for all timeouts in a row. More at a time would slow the
    // answers that are measured.
    const int AtATime = 4;

    /// <summary>Is in the User-Agent of all requests, those of the scenarios' browser included: no visitor.</summary>
    public const string Agent = "Shop.Checks";

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(check => check.Name)];

    static IEnumerable<Check> All =>
        [.. PageChecks.All, .. DependencyChecks.All, .. EndpointChecks.All, .. StatisticsChecks.All];

    /// <summary>A client that reaches the shop as a stranger does, without cookies that join the checks.</summary>
    public static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = new(address.AbsoluteUri.TrimEnd('/') + '/'),
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", Agent } }
    };

    public async Task<CheckReport> RunAsync(CancellationToken ct)
    {
        var startedAt = time.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var checks = All.Where(check => check != PageChecks.Certificate || IsHttps).ToList();
        var results = new CheckResult[checks.Count];
        await Parallel.ForAsync(
            0,
            checks.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct },
            async (i, token) => results[i] = await RunAsync(checks[i], token));
        return CheckReport.Of(http.BaseAddress!, startedAt, watch.Elapsed, results);
    }

    bool IsHttps => http.BaseAddress!.Scheme == Uri.UriSchemeHttps;

    async Task<CheckResult> RunAsync(Check check, CancellationToken ct)
    {
        var probe = new Probe(http, limits);
        var watch = Stopwatch.StartNew();
        try
        {
            await check.RunAsync(probe, ct);
        }
        catch (NoAnswerException e)
        {
            return Result(CheckStatus.Error, e.Message);
        }
        if (probe.Faults.Count > 0)
            return Result(CheckStatus.Fail, string.Join(' ', probe.Faults));
        return probe.NotApplicable is { } reason
            ? Result(CheckStatus.Skip, reason)
            : Result(CheckStatus.Pass, probe.Requests.Count == 1 ? "" : $"{probe.Requests.Count} requests");

        CheckResult Result(CheckStatus status, string detail) => new(
            check.Name,
            status,
            (int)watch.ElapsedMilliseconds,
            detail,
            status is CheckStatus.Fail or CheckStatus.Error ? check.Remedy : null,
            probe.Requests);
    }
}
