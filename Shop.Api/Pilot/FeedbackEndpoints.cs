using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Pilot;
using Shop.Pilot.Errors;

namespace Shop.Api.Pilot;

static class FeedbackEndpoints
{
    // Enough for an office behind one address, too few for a script.
    const int MaxPerAddress = 20;
    const int MaxPerAccount = 60;
    static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/feedback").WithTags("Feedback");
        api.MapPost("", Tell).ProducesProblem(401).ProducesProblem(429);
        api.MapGet("", Messages).RequireRole(Role.Support);
        api.MapGet("/ratings", Ratings).RequireRole(Role.Support);
        api.MapPost("/errors/public", ReportPublicly).ProducesProblem(429);
        api.MapPost("/errors", Report).ProducesProblem(401).ProducesProblem(429);
    }

    public static void AddFeedback(this IServiceCollection services) => services.AddSingleton<PilotStore>();

    /// <param name="rating">Only messages with this rating.</param>
    /// <param name="search">A part of the message or of the page.</param>
    internal static Task<Ok<List<FeedbackMessage>>> Messages(
        [AsParameters] Paging paging, [AsParameters] TimeRange time, PilotStore pilot, CancellationToken ct,
        [Range(1, 5)] int? rating = null, [StringLength(200)] string? search = null)
    {
        var (from, to) = time.Read();
        return paging.AnswerAsync((page, limit) => pilot.FeedbackAsync(search, rating, from, to, page, limit, ct));
    }

    static async Task<Ok<FeedbackRatings>> Ratings(PilotStore pilot, CancellationToken ct) =>
        TypedResults.Ok(await pilot.RatingsAsync(ct));

    /// <param name="feedback" example='{"message":"Нравится поиск.","rating":5,
    /// "page":"/catalog?search=чай"}'>A message to the shop.</param>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static async Task<Created<Received>> Tell(
        FeedbackRequest feedback, CurrentUser? user, HttpContext http, PilotStore pilot, RedisSlidingWindow window,
        CancellationToken ct)
    {
        await EnsureAllowedAsync(window, new($"feedback-from:{ClientAddress.Of(http)}", MaxPerAddress, Window));
        return TypedResults.Created((string?)null, Received.Of(await pilot.AddFeedbackAsync(feedback, user?.Id, ct)));
    }

    /// <param name="report" example='{"title":"Корзина не открывается","description":"Пустая страница после нажатия.",
    /// "category":"ui","severity":"high"}'>What went wrong.</param>
    /// <response code="429">There were too many from this address; Retry-After says when.</response>
    internal static async Task<Created<Received>> ReportPublicly(
        ErrorReportRequest report, HttpContext http, PilotStore pilot, RedisSlidingWindow window, CancellationToken ct)
    {
        await EnsureAllowedAsync(window, ByAddress(http));
        // The program is not told that its report is thrown away.
        var id = string.IsNullOrEmpty(report.Website)
            ? (await pilot.ReportAsync(report, null, ct)).Id
            : Guid.CreateVersion7();
        return TypedResults.Created(PathOf(id), Received.Of(id));
    }

    /// <param name="report" example='{"title":"Корзина не открывается","description":"Пустая страница после нажатия.",
    /// "category":"ui","severity":"high"}'>What went wrong.</param>
    /// <response code="429">There were too many from this account or address; Retry-After says when.</response>
    internal static async Task<Created<ErrorReport>> Report(
        ErrorReportRequest report, CurrentUser? user, HttpContext http, AccountStore accounts, PilotStore pilot,
        RedisSlidingWindow window, CancellationToken ct)
    {
        await EnsureAllowedAsync(
            window, user is null ? ByAddress(http) : new($"reports-by:{user.Id:N}", MaxPerAccount, Window));
        var email = report.UserEmail ?? (user is null ? null : (await accounts.FindAsync(user.Id, ct))?.Email);
        var kept = await pilot.ReportAsync(report with { UserEmail = email }, user?.Id, ct);
        return TypedResults.Created(PathOf(kept.Id), kept);
    }

    static RateLimit ByAddress(HttpContext http) =>
        new($"reports-from:{ClientAddress.Of(http)}", MaxPerAddress, Window);

    static async Task EnsureAllowedAsync(RedisSlidingWindow window, RateLimit limit)
    {
        if (await window.AcquireAsync(limit) is { } wait)
        {
            throw new ShopException(ErrorCode.TooManyRequests, "There were too many messages; try again later.")
            {
                RetryAfter = wait
            };
        }
    }

    static string PathOf(Guid id) => $"/api/feedback/errors/{id}";
}
