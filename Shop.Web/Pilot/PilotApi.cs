using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Pilot.Health;
using Shop.Pilot.Reports;
using Shop.Pilot.Requests;
using Shop.Web.Http;
using Shop.Web.Languages;
using Shop.Web.Staff;

namespace Shop.Web.Pilot;

/// <summary>The figures of the pilot and its archived reports.</summary>
sealed class PilotApi(ShopApiClient api)
{
    public const int PageSize = 25;
    static readonly ReportsJson Json = ReportsJson.Default;
    static readonly HealthContractsJson Health = HealthContractsJson.Default;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/staff/pilot/reports/{id:guid}/{format}", Download).RequireAuthorization(nameof(Role.Support));

    public async Task<PilotFigures> OverviewAsync(PilotTime time, CancellationToken ct) =>
        await api.GetAsync($"/api/pilot/overview?{time.Query}", Json.PilotFigures, ct)
        ?? throw new ShopException(ErrorCode.NotFound, "The overview was not found.");

    public async Task<List<RouteFigures>> RoutesAsync(PilotTime time, CancellationToken ct) =>
        await api.GetAsync($"/api/pilot/routes?{time.Query}", Json.ListRouteFigures, ct) ?? [];

    public async Task<CountedResult<List<ReportSummary>>> ReportsAsync(int page, CancellationToken ct) =>
        await api.GetCountedAsync($"/api/reports?page={page}&limit={PageSize}", Json.ListReportSummary, ct)
        ?? new([], 0);

    public Task<PilotReport?> ReportAsync(Guid id, CancellationToken ct) =>
        api.GetAsync($"/api/reports/{id}", Json.PilotReport, ct);

    public Task<PagedList<NotedRequest>> NotedAsync(
        PilotTime time,
        string? kind,
        string? source,
        string? method,
        string? route,
        string? page,
        CancellationToken ct) =>
        api.ListAsync(
            "/api/pilot/requests",
            Json.ListNotedRequest,
            page,
            ct,
            [.. time.Filter, ("kind", kind), ("source", source), ("method", method), ("route", route)]);

    public async Task<List<CheckHealth>> HealthAsync(CancellationToken ct) =>
        await api.GetAsync("/api/pilot/health", Health.ListCheckHealth, ct) ?? [];

    public Task<PagedList<RecordedCheck>> ResultsAsync(
        string? name, bool onlyBad, string? from, string? to, string? page, CancellationToken ct) =>
        api.ListAsync(
            "/api/pilot/health/results",
            Health.ListRecordedCheck,
            page,
            ct,
            ("name", name),
            ("bad", onlyBad ? "true" : null),
            ("from", from),
            ("to", to));

    public async Task<List<MaintenanceWindow>> MaintenanceAsync(CancellationToken ct) =>
        await api.GetAsync("/api/pilot/maintenance", Health.ListMaintenanceWindow, ct) ?? [];

    public Task AnnounceAsync(MaintenanceRequest request, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, "/api/pilot/maintenance", request, Health.MaintenanceRequest, ct);

    public Task EndAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Delete, $"/api/pilot/maintenance/{id}", ct);

    static async Task<Results<FileContentHttpResult, NotFound>> Download(
        Guid id, string format, PilotApi pilot, Texts texts, HttpContext http, CancellationToken ct)
    {
        if (format is not ("html" or "json" or "csv") || await pilot.ReportAsync(id, ct) is not { } report)
            return TypedResults.NotFound();
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        var language = PilotTexts.Of(texts.Code);
        var (bytes, type) = format switch
        {
            "html" => (Encoding.UTF8.GetBytes(ReportHtml.Document(report, language, site)), "text/html"),
            "json" => (JsonSerializer.SerializeToUtf8Bytes(report, Json.PilotReport), "application/json"),
            _ => (ReportCsv.Of(report), "text/csv")
        };
        return TypedResults.File(bytes, type, $"{report.FileName}.{format}");
    }
}
