using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Api.Http;
using Shop.Pilot.Errors;
using Shop.Pilot.GitHub;

namespace Shop.Api.Pilot;

/// <summary>What support does with reports.</summary>
static class TriageEndpoints
{
    public static void MapTriage(this IEndpointRouteBuilder support)
    {
        support.MapPut("/{id:guid}", Replace).ProducesProblem(409).ProducesProblem(422);
        support.MapPatch("/{id:guid}", Change).ProducesProblem(409).ProducesProblem(422);
        support.MapDelete("/{id:guid}", Delete);
        support.MapPost("/{id:guid}/add_comment", Comment);
        support.MapPost("/{id:guid}/assign", Assign).ProducesProblem(409).ProducesProblem(422);
        support.MapPost("/{id:guid}/resolve", Resolve).ProducesProblem(409);
        support.MapPost("/{id:guid}/github", RequestIssue).ProducesProblem(409).ProducesProblem(503);
        support.MapPost("/{id:guid}/merge", Merge).ProducesProblem(409).ProducesProblem(422);
        support.MapPost("/{id:guid}/unmerge", Unmerge).ProducesProblem(409);
        support.MapPost("/{id:guid}/snooze", Snooze).ProducesProblem(409);
    }

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"title":"Корзина не открывается","description":"Пустая страница после нажатия.",
    /// "category":"ui","severity":"high","status":"confirmed","module":"carts"}'>The whole report.</param>
    /// <response code="409">The report cannot get this status, or is merged into another.</response>
    /// <response code="422">No account that works on reports has this name.</response>
    internal static Task<Results<Ok<ErrorReport>, NotFound>> Replace(
        Guid id, ErrorReportReplacement request, CurrentUser user, HttpContext http, AccountStore accounts,
        Triage triage, CancellationToken ct) =>
        Change(id, request.ToChange(), user, http, accounts, triage, ct);

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"status":"investigating","severity":"critical"}'>The fields to change.</param>
    /// <response code="409">The report cannot get this status, or is merged into another.</response>
    /// <response code="422">No account that works on reports has this name.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Change(
        Guid id, ErrorReportChange request, CurrentUser user, HttpContext http, AccountStore accounts, Triage triage,
        CancellationToken ct)
    {
        var assignee = string.IsNullOrWhiteSpace(request.AssignedTo)
            ? null
            : await AssigneeAsync(request.AssignedTo, user, accounts, ct);
        return Found(await triage.EditAsync(id, request, assignee, By(user, http), ct));
    }

    static async Task<Results<Ok<ErrorReport>, NotFound>> Delete(
        Guid id, CurrentUser user, HttpContext http, Triage triage, CancellationToken ct) =>
        Found(await triage.DeleteAsync(id, By(user, http), ct));

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"content":"Повторяется в Safari.","is_technical_note":true}'>
    /// The comment.</param>
    internal static async Task<Results<Created<ErrorComment>, NotFound>> Comment(
        Guid id, CommentRequest request, CurrentUser user, HttpContext http, Triage triage, CancellationToken ct) =>
        await triage.CommentAsync(id, request.Content!, request.IsTechnicalNote, By(user, http), ct) is { } comment
            ? TypedResults.Created((string?)null, comment)
            : TypedResults.NotFound();

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"assigned_to":"anna@example.com","comment":"Посмотри, пожалуйста."}'>
    /// Who works on it.</param>
    /// <response code="409">The report is closed, or merged into another.</response>
    /// <response code="422">No account that works on reports has this name.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Assign(
        Guid id, AssignRequest request, CurrentUser user, HttpContext http, AccountStore accounts, Triage triage,
        CancellationToken ct)
    {
        var assignee = request.AssignedTo == ErrorReport.None
            ? null
            : await AssigneeAsync(request.AssignedTo!, user, accounts, ct);
        var comment = string.IsNullOrWhiteSpace(request.Comment) ? null : request.Comment;
        return Found(await triage.AssignAsync(id, assignee, comment, By(user, http), ct));
    }

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"solution_details":"Корзина открывается снова.","in":"next"}'>
    /// The solution, and whether it comes with the next release.</param>
    /// <response code="409">The report is closed already, or merged into another.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Resolve(
        Guid id, ResolveRequest request, CurrentUser user, HttpContext http, Triage triage, CancellationToken ct) =>
        Found(await triage.ResolveAsync(
            id, request.SolutionDetails!, request.In == ErrorReport.NextRelease, By(user, http), ct));

    /// <response code="409">The report is merged into another.</response>
    /// <response code="503">The shop has no repository in GitHub.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> RequestIssue(
        Guid id, CurrentUser user, HttpContext http, Triage triage, IOptions<GitHubOptions> github,
        CancellationToken ct) =>
        github.Value.IsConfigured
            ? Found(await triage.RequestIssueAsync(id, By(user, http), ct))
            : throw new ShopException(
                ErrorCode.Unavailable,
                "The shop has no repository. Set Pilot:GitHub:Repository and Pilot:GitHub:Token.");

    /// <param name="id">The report that becomes a part of the other one.</param>
    /// <param name="request" example='{"into":"019b76da-abe8-711d-ab0d-549b6f03675a"}'>The other report.</param>
    /// <response code="409">One of them is merged already.</response>
    /// <response code="422">There is no such report to merge into.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Merge(
        Guid id, MergeRequest request, CurrentUser user, HttpContext http, ReportMerging merging,
        CancellationToken ct) =>
        Found(await merging.MergeAsync(id, request.Into!.Value, By(user, http), ct));

    /// <response code="409">The report is not merged into another.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Unmerge(
        Guid id, CurrentUser user, HttpContext http, ReportMerging merging, CancellationToken ct) =>
        Found(await merging.UnmergeAsync(id, By(user, http), ct));

    /// <param name="id">The report.</param>
    /// <param name="request" example='{"until":"2026-12-01T09:00:00Z","count":100}'>
    /// Until when, or until how many more errors. Neither of them ends it.</param>
    /// <response code="409">The report is closed, or merged into another.</response>
    internal static async Task<Results<Ok<ErrorReport>, NotFound>> Snooze(
        Guid id, SnoozeRequest request, CurrentUser user, HttpContext http, Triage triage, TimeProvider time,
        CancellationToken ct)
    {
        if (request.Until <= time.GetUtcNow())
            throw ShopException.Invalid("until", "must be in the future");
        return Found(await triage.SnoozeAsync(id, request, By(user, http), ct));
    }

    static async Task<Account> AssigneeAsync(
        string name, CurrentUser user, AccountStore accounts, CancellationToken ct)
    {
        var account = name == ErrorEndpoints.Me ? await accounts.FindAsync(user.Id, ct)
            : Guid.TryParse(name, out var id) ? await accounts.FindAsync(id, ct)
            : (await accounts.CredentialsAsync(name, ct))?.Account;
        return account?.Role.Includes(Role.Support) == true
            ? account
            : throw new ShopException(
                ErrorCode.Unprocessable,
                "Reports are assigned to accounts with the role support or above, by id, address or user name.");
    }

    static ReportActor By(CurrentUser user, HttpContext http) => new(user.Id, ClientAddress.Of(http));

    static Results<Ok<ErrorReport>, NotFound> Found(ErrorReport? report) =>
        report is null ? TypedResults.NotFound() : TypedResults.Ok(report);
}
