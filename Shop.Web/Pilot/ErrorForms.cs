using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Pilot.Errors;
using Shop.Web.Http;
using Shop.Web.Languages;

namespace Shop.Web.Pilot;

/// <summary>The form posts of an error's page. Each redirects back to the page with a notice of the result.</summary>
static class ErrorForms
{
    // How long an error is snoozed, as the form names it.
    public const string Hour = "hour";
    public const string Day = "day";
    public const string Week = "week";
    public const string Times = "times";

    public static void MapErrorForms(this IEndpointRouteBuilder routes)
    {
        var support = routes.MapGroup("/staff/errors/{id:guid}").RequireAuthorization(nameof(Role.Support));
        ErrorFiles.Map(support);
        support.MapForm("/assign", Assign);
        support.MapForm("/change", Change);
        support.MapForm("/comment", Comment);
        support.MapForm("/resolve", Resolve);
        support.MapForm("/snooze", Snooze);
        support.MapForm("/wake", Wake);
        support.MapForm("/merge", Merge);
        support.MapForm("/unmerge", Unmerge);
        support.MapForm("/github", CreateIssue);
        support.MapGroup("").RequireAuthorization(nameof(Role.Admin)).MapForm("/delete", Delete);
    }

    static Task<RedirectHttpResult> Assign(
        Guid id,
        [FromForm] string? assignee,
        [FromForm] string? comment,
        ErrorTriage triage,
        ErrorsTexts texts,
        CancellationToken ct) =>
        triage.DoAsync(id, api => api.AssignAsync(id, new(assignee, Filled(comment)), ct), texts.Assigned, ct);

    // The fields as they were when the page was opened, so that only those that this form changes are sent:
    // before=new high ui catalog
    static Task<RedirectHttpResult> Change(
        Guid id,
        [FromForm] string? status,
        [FromForm] string? severity,
        [FromForm] string? category,
        [FromForm] string? module,
        [FromForm] string? before,
        ErrorTriage triage,
        ErrorsTexts texts,
        CancellationToken ct)
    {
        var old = (before ?? "").Split(' ', 4);
        var change = new ErrorReportChange(
            Status: Changed(status, 0),
            Severity: Changed(severity, 1),
            Category: Changed(category, 2),
            Module: Changed(module, 3));
        return triage.DoAsync(
            id,
            api => api.ChangeAsync(id, change, ct),
            change.Status == ErrorStatus.WontFix.Spelling() ? texts.MarkedWontFix : texts.Saved,
            ct);

        string? Changed(string? value, int index) => value == old.ElementAtOrDefault(index) ? null : value;
    }

    static Task<RedirectHttpResult> Comment(
        Guid id,
        [FromForm] string? content,
        [FromForm] bool? note,
        ErrorTriage triage,
        ErrorsTexts texts,
        CancellationToken ct) =>
        triage.DoAsync(
            id, api => api.CommentAsync(id, new(content, note == true), ct), texts.Commented, ct, part: "comments");

    static Task<RedirectHttpResult> Resolve(
        Guid id,
        [FromForm] string? solution,
        [FromForm(Name = "in")] string? release,
        ErrorTriage triage,
        ErrorsTexts texts,
        CancellationToken ct) =>
        triage.DoAsync(id, api => api.ResolveAsync(id, new(solution, release), ct), texts.Resolved, ct);

    static Task<RedirectHttpResult> Snooze(
        Guid id,
        [FromForm(Name = "for")] string? duration,
        [FromForm] string? times,
        ErrorTriage triage,
        ErrorsTexts texts,
        TimeProvider time,
        CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var request = duration switch
        {
            Hour => new SnoozeRequest(now.AddHours(1)),
            Day => new SnoozeRequest(now.AddDays(1)),
            Week => new SnoozeRequest(now.AddDays(7)),
            _ => new SnoozeRequest(Count: Number(times))
        };
        return triage.DoAsync(id, api => api.SnoozeAsync(id, request, ct), texts.Snoozed, ct);
    }

    static Task<RedirectHttpResult> Wake(Guid id, ErrorTriage triage, ErrorsTexts texts, CancellationToken ct) =>
        triage.DoAsync(id, api => api.SnoozeAsync(id, new(), ct), texts.Saved, ct);

    static Task<RedirectHttpResult> Merge(
        Guid id, [FromForm] Guid? into, ErrorTriage triage, ErrorsTexts texts, CancellationToken ct) =>
        triage.DoAsync(id, api => api.MergeAsync(id, into ?? Guid.Empty, ct), texts.Merged, ct, next: into);

    static Task<RedirectHttpResult> Unmerge(
        Guid id,
        [FromForm(Name = "return")] Guid? from,
        ErrorTriage triage,
        ErrorsTexts texts,
        CancellationToken ct) =>
        triage.DoAsync(id, api => api.UnmergeAsync(id, ct), texts.Unmerged, ct, next: from);

    static Task<RedirectHttpResult> CreateIssue(
        Guid id, ErrorTriage triage, ErrorsTexts texts, CancellationToken ct) =>
        triage.DoAsync(id, api => api.CreateIssueAsync(id, ct), texts.IssueAsked, ct);

    static async Task<RedirectHttpResult> Delete(
        Guid id, [FromForm] bool? sure, ErrorsApi api, Notices notices, ErrorsTexts texts, CancellationToken ct)
    {
        if (sure != true)
        {
            notices.Add(NoticeKind.Said, texts.NotConfirmed);
            return TypedResults.LocalRedirect(ErrorTriage.PathOf(id));
        }
        try
        {
            await api.DeleteAsync(id, ct);
            notices.Add(NoticeKind.Said, texts.Deleted);
        }
        catch (ShopException e) when (e.Code == ErrorCode.NotFound)
        {
            notices.Add(NoticeKind.Said, texts.NoMore);
        }
        return TypedResults.LocalRedirect(ErrorTriage.List);
    }

    static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // The API rejects 0. Without a number, it would end the snooze.
    static long Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
