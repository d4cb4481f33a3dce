using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Pilot.GitHub;
using Shop.Pilot.Requests;

namespace Shop.Api.Pilot;

/// <summary>What support reads about reports. <see cref="TriageEndpoints"/> change them.</summary>
static class ErrorEndpoints
{
    /// <summary>In place of the id of the caller's account.</summary>
    public const string Me = "me";

    public static void MapErrors(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/feedback/errors").WithTags("Errors");
        api.MapGet("/statistics", Statistics).ProducesProblem(401).ProducesProblem(403);

        var support = api.MapGroup("").RequireRole(Role.Support);
        support.MapGet("", List);
        support.MapGet("/counts", Counts);
        support.MapGet("/daily_report", Day);
        support.MapGet("/{id:guid}", Find);
        support.MapGet("/{id:guid}/similar", Similar);
        support.MapGet("/{id:guid}/attachments/{occurrence:guid}/{number}", File);
        support.MapTriage();
    }

    public static void AddErrors(this IServiceCollection services)
    {
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<Triage>();
        services.AddSingleton<ReportMerging>();
        services.AddSingleton<StatisticsStore>();
        services.AddOptions<PilotOptions>().BindConfiguration(PilotOptions.Section);
        services.AddOptions<GitHubOptions>().BindConfiguration(GitHubOptions.Section);
    }

    static Task<Ok<List<ErrorReport>>> List(
        [AsParameters] ReportQuery query, [AsParameters] Paging paging, CurrentUser user, ReportQueries reports,
        CancellationToken ct)
    {
        var filter = query.Read(user);
        return paging.AnswerAsync((page, limit) => reports.ListAsync(filter, page, limit, ct));
    }

    static async Task<Ok<StatusCounts>> Counts(
        [AsParameters] ReportQuery query, CurrentUser user, ReportQueries reports, CancellationToken ct) =>
        TypedResults.Ok(await reports.CountAsync(query.Read(user), ct));

    static async Task<Results<Ok<ErrorReportDetail>, NotFound>> Find(
        Guid id, ReportQueries reports, CancellationToken ct) =>
        await reports.DetailAsync(id, ct) is { } report ? TypedResults.Ok(report) : TypedResults.NotFound();

    static async Task<Results<Ok<List<SimilarReport>>, NotFound>> Similar(
        Guid id, ReportQueries reports, CancellationToken ct) =>
        await reports.FindAsync(id, ct) is { } report
            ? TypedResults.Ok(await reports.SimilarAsync(id, report.Title, ct))
            : TypedResults.NotFound();

    static async Task<Results<Ok<Attachment>, NotFound>> File(
        Guid id, Guid occurrence, int number, ReportQueries reports, CancellationToken ct) =>
        await reports.AttachmentAsync(id, occurrence, number, ct) is { } file
            ? TypedResults.Ok(file)
            : TypedResults.NotFound();

    /// <param name="days">How many days, today included; 7 if not given.</param>
    internal static async Task<Ok<ErrorStatistics>> Statistics(
        string? days, CurrentUser? user, IOptions<PilotOptions> options, StatisticsStore statistics,
        CancellationToken ct)
    {
        if (!options.Value.PublicStatistics && user?.Includes(Role.Support) != true)
        {
            throw user is null
                ? new ShopException(ErrorCode.Unauthorized, "The statistics are not public.")
                : new ShopException(ErrorCode.Forbidden, "The statistics are for support.");
        }
        var count = 7;
        if (!string.IsNullOrEmpty(days) && !ReportQuery.TryReadDays(days, out count))
            throw ShopException.Invalid("days", $"must be a whole number from 1 to {ReportQuery.MaxDays}");
        return TypedResults.Ok(await statistics.OfDaysAsync(count, ct));
    }

    /// <param name="date">The day, such as 2026-08-31; today if not given.</param>
    internal static async Task<Ok<DailyErrorReport>> Day(
        string? date, StatisticsStore statistics, RequestStore requests, CancellationToken ct)
    {
        var day = statistics.Today;
        if (!string.IsNullOrEmpty(date)
            && (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
                || day.Year is 1 or 9999))
            throw ShopException.Invalid("date", "must be a date, such as 2026-08-31");
        return TypedResults.Ok(await statistics.OfDayAsync(day, await requests.SlowOfAsync(day, ct), ct));
    }
}
