using Shop.Messaging;
using Shop.Pilot.Requests;
using Shop.Web.Http;

namespace Shop.Web.Pilot;

/// <summary>
/// Sends measurements and visits to the API every two seconds. While the API is away, they wait in their queues; what
/// does not fit is counted.
/// </summary>
sealed class SendSiteReport(
    RequestRecorder recorder, Visits visits, IHttpClientFactory clients, ILogger<SendSiteReport> logger)
    : RestartingBackgroundService(logger)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Also kept while the API is away.
    SiteReport? _report;

    protected override async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await SendAllAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            using var deadline = new CancellationTokenSource(Interval);
            await SendAllAsync(deadline.Token);
        }
    }

    async Task SendAllAsync(CancellationToken ct)
    {
        using var http = clients.CreateClient(ShopApiClient.Name);
        while ((_report ??= Take()) is { } report)
        {
            using var response = await http.PostAsJsonAsync(
                SiteReport.Path, report, SiteReportJson.Default.SiteReport, ct);
            response.EnsureSuccessStatusCode();
            _report = null;
            ReportRunning();
        }
    }

    SiteReport? Take()
    {
        var (requests, seen) = (new List<RequestMeasurement>(), new List<SiteVisit>());
        while (requests.Count < SiteReport.MaxRequests && recorder.TryRead(out var request))
            requests.Add(request);
        while (seen.Count < SiteReport.MaxVisits && visits.TryRead(out var visit))
            seen.Add(visit!);
        var lost = recorder.TakeLost();
        return requests.Count + seen.Count + lost > 0 ? new(requests, lost, seen) : null;
    }
}
