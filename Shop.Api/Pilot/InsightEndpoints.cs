using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Pilot.Reports;
using Shop.Pilot.Requests;

namespace Shop.Api.Pilot;

/// <summary>The figures of the pilot, and the reports that were made of them.</summary>
static class InsightEndpoints
{
    const string Html = "text/html";
    const string Csv = "text/csv";

    public static void MapInsights(this IEndpointRouteBuilder routes)
    {
        var pilot = routes.MapGroup("/api/pilot").WithTags("Pilot").RequireRole(Role.Support);
        pilot.MapGet("/overview", Overview);
        pilot.MapGet("/routes", Routes);
        pilot.MapGet("/requests", Requests);
        var reports = routes.MapGroup("/api/reports").WithTags("Pilot").RequireRole(Role.Support);
        reports.MapGet("", Reports);
        reports.MapGet("/{id:guid}", Report).Produces(200, contentType: Html, additionalContentTypes: Csv);
    }

    public static void AddInsights(this IServiceCollection services)
    {
        services.AddReports();
        services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ReportsJson.Default));
    }

    static async Task<Ok<PilotFigures>> Overview(
        [AsParameters] TimeRange time, FiguresStore figures, CancellationToken ct,
        [NameOf<DashboardPeriod>] string? period = null) =>
        TypedResults.Ok(time.ReadExact() is { } exact
            ? await figures.OfTimeAsync(exact.From, exact.To, ct)
            : await figures.OfDashboardAsync(PeriodOf(period), ct));

    static async Task<Ok<List<RouteFigures>>> Routes(
        [AsParameters] TimeRange time, FiguresStore figures, CancellationToken ct,
        [NameOf<DashboardPeriod>] string? period = null)
    {
        var (from, to) = Bounds(time, period, figures);
        return TypedResults.Ok(await figures.RoutesAsync(from, to, ct));
    }

    /// <param name="kind">Only slow or only chatty requests.</param>
    /// <param name="method">The method of a route, such as GET.</param>
    /// <param name="route">The template of a route, such as /api/products/{id:guid}.</param>
    internal static Task<Ok<List<NotedRequest>>> Requests(
        [AsParameters] Paging paging, [AsParameters] TimeRange time, FiguresStore figures, RequestStore requests,
        CancellationToken ct,
        [NameOf<DashboardPeriod>] string? period = null, [NameOf<NotedKind>] string? kind = null,
        [NameOf<RequestSource>] string? source = null, [StringLength(40)] string? method = null,
        [StringLength(200)] string? route = null)
    {
        var (from, to) = Bounds(time, period, figures);
        var filter = new NotedFilter(
            EnumNames.Find<NotedKind>(kind), EnumNames.Find<RequestSource>(source), method, route);
        return paging.AnswerAsync((page, limit) => requests.NotedAsync(from, to, filter, page, limit, ct));
    }

    static Task<Ok<List<ReportSummary>>> Reports(
        [AsParameters] Paging paging, ReportStore reports, CancellationToken ct,
        [NameOf<ReportKind>] string? kind = null) =>
        paging.AnswerAsync((page, limit) => reports.ListAsync(EnumNames.Find<ReportKind>(kind), page, limit, ct));

    static async Task<Results<Ok<PilotReport>, ContentHttpResult, FileContentHttpResult, NotFound>> Report(
        Guid id, HttpContext http, ReportStore reports, IOptions<ReportOptions> options, CancellationToken ct,
        [AllowedValues(null, "ru", "en")] string? lang = null)
    {
        if (await reports.FindAsync(id, ct) is not { } report)
            return TypedResults.NotFound();
        http.Response.Headers.Vary = HeaderNames.Accept;
        switch (Preferred(http.Request))
        {
            case Html:
                // Nothing in it needs scripts, and a report is no place to take anybody's session.
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
                var texts = PilotTexts.Of(lang ?? options.Value.Language);
                return TypedResults.Content(ReportHtml.Document(report, texts), $"{Html}; charset=utf-8");
            case Csv:
                return TypedResults.File(ReportCsv.Of(report), Csv, $"{report.FileName}.csv");
            default:
                return TypedResults.Ok(report);
        }
    }

    // text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
    static string? Preferred(HttpRequest request) => request.GetTypedHeaders().Accept
        .OrderByDescending(type => type.Quality ?? 1)
        .Select(type => type.MediaType.Value)
        .FirstOrDefault(type => type is Html or Csv or "application/json" or "*/*");

    static (DateTimeOffset From, DateTimeOffset To) Bounds(TimeRange time, string? period, FiguresStore figures) =>
        time.ReadExact() is { } exact ? (exact.From, exact.To) : figures.Bounds(PeriodOf(period));

    static DashboardPeriod PeriodOf(string? name) => EnumNames.Find<DashboardPeriod>(name) ?? DashboardPeriod.Week;
}
