using Microsoft.AspNetCore.Http.Extensions;
using Shop.Accounts;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Staff;
using Shop.Web.Http;
using Shop.Web.Staff;

namespace Shop.Web.Pilot;

/// <summary>The part of the API for the triage of errors, and for the messages of customers.</summary>
sealed class ErrorsApi(ShopApiClient api)
{
    const string Reports = "/api/feedback/errors";
    static readonly ErrorsJson Json = ErrorsJson.Default;
    static readonly StatusCounts None = new(0, []);

    public Task<PagedList<ErrorReport>> ListAsync(ErrorFilter filter, string? page, CancellationToken ct) =>
        api.ListAsync(Reports, Json.ListErrorReport, page, ct, filter.Query);

    public Task<ErrorReportDetail?> FindAsync(Guid id, CancellationToken ct) =>
        api.GetAsync(PathOf(id), Json.ErrorReportDetail, ct);

    public Task<Attachment?> AttachmentAsync(Guid id, Guid occurrence, int number, CancellationToken ct) =>
        api.GetAsync(PathOf(id, $"attachments/{occurrence}/{number}"), Json.Attachment, ct);

    public async Task<List<SimilarReport>> SimilarAsync(Guid id, CancellationToken ct) =>
        await api.GetAsync(PathOf(id, "similar"), Json.ListSimilarReport, ct) ?? [];

    public async Task<StatusCounts> CountsAsync(ErrorFilter filter, CancellationToken ct)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in filter.Query)
            if (value is not null && name is not ("status" or "sort"))
                query.Add(name, value);
        try
        {
            return await api.GetAsync($"{Reports}/counts{query}", Json.StatusCounts, ct) ?? None;
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            return None;
        }
    }

    public Task<PagedList<FeedbackMessage>> FeedbackAsync(
        string? rating, string? from, string? to, string? page, CancellationToken ct) =>
        api.ListAsync(
            "/api/feedback",
            PilotJson.Default.ListFeedbackMessage,
            page,
            ct,
            ("rating", rating),
            ("from", from),
            ("to", to));

    public async Task<FeedbackRatings> RatingsAsync(CancellationToken ct) =>
        await api.GetAsync("/api/feedback/ratings", PilotJson.Default.FeedbackRatings, ct) ?? new([]);

    public Task<ErrorStatistics?> OfTodayAsync(CancellationToken ct) =>
        api.GetAsync($"{Reports}/statistics?days=1", Json.ErrorStatistics, ct);

    /// <summary>Whoever a report can be assigned to.</summary>
    public async Task<List<Account>> StaffAsync(CancellationToken ct) =>
        await api.GetAsync("/api/staff/customers?role=support&limit=100", StaffJson.Default.ListAccount, ct) ?? [];

    public Task AssignAsync(Guid id, AssignRequest request, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "assign"), request, Json.AssignRequest, ct);

    public Task ChangeAsync(Guid id, ErrorReportChange change, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Patch, PathOf(id), change, Json.ErrorReportChange, ct);

    public Task CommentAsync(Guid id, CommentRequest request, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "add_comment"), request, Json.CommentRequest, ct);

    public Task ResolveAsync(Guid id, ResolveRequest request, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "resolve"), request, Json.ResolveRequest, ct);

    public Task SnoozeAsync(Guid id, SnoozeRequest request, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "snooze"), request, Json.SnoozeRequest, ct);

    public Task MergeAsync(Guid id, Guid into, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "merge"), new MergeRequest(into), Json.MergeRequest, ct);

    public Task UnmergeAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "unmerge"), ct);

    public Task CreateIssueAsync(Guid id, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, PathOf(id, "github"), ct);

    public Task DeleteAsync(Guid id, CancellationToken ct) => api.SendAsync(HttpMethod.Delete, PathOf(id), ct);

    static string PathOf(Guid id, string? action = null) =>
        action is null ? $"{Reports}/{id}" : $"{Reports}/{id}/{action}";
}
