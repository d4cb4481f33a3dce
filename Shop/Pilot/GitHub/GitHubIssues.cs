using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Shop.Pilot.GitHub;

/// <summary>
/// https://docs.github.com/rest/issues. GitHub has no idempotency key, so the body of an issue contains a marker, and
/// <see cref="CreateOnceAsync"/> looks for the marker first. Comments have no marker: a comment whose response was lost
/// may appear twice.
/// </summary>
public sealed class GitHubIssues(HttpClient http, IOptions<GitHubOptions> options, TimeProvider time)
{
    public const string Provider = "github";

    const string Name = "GitHub";

    const int PageSize = 100;

    // An issue whose creation response was lost is recent; the numbers of older issues are stored.
    const int MaxPagesSearched = 3;

    // GitHub's recommendation when the response has no retry header.
    static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(1);

    /// <summary>Returns the issue with this marker, and creates it if it does not exist. Safe to retry.</summary>
    public async Task<GitHubIssue> CreateOnceAsync(string marker, NewIssue issue, CancellationToken ct)
    {
        var change = new GitHubChange(
            $"{issue.Text}\n\n{CommentOf(marker)}", issue.Title, issue.Labels, issue.Assignees);
        return await FindAsync(marker, ct)
            ?? await SendAsync(HttpMethod.Post, "", change, ct)
            ?? throw ProviderHttp.UnreadableResponse(Name);
    }

    /// <summary>
    /// Looks through the newest issues, open or closed. It does not use GitHub's search, whose index lags behind, nor
    /// labels, which GitHub silently drops when the token has no push permission.
    /// </summary>
    public async Task<GitHubIssue?> FindAsync(string marker, CancellationToken ct)
    {
        for (var page = 1; page <= MaxPagesSearched; page++)
        {
            var query = $"?state=all&sort=created&direction=desc&per_page={PageSize}&page={page}";
            using var response = await CallAsync(HttpMethod.Get, query, null, ct);
            var issues = await ReadAsync(response, GitHubJson.Default.GitHubIssueArray, ct);
            if (Array.Find(issues, HasMarker) is { } found)
                return found;
            if (issues.Length < PageSize)
                break;
        }
        return null;

        bool HasMarker(GitHubIssue issue) => issue.Body?.Contains(CommentOf(marker), StringComparison.Ordinal) == true;
    }

    /// <returns>Null when the issue does not exist or was deleted.</returns>
    public Task<GitHubIssue?> ReadAsync(int number, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"/{number}", null, ct);

    public async Task CommentAsync(int number, string text, CancellationToken ct)
    {
        using var response = await CallAsync(HttpMethod.Post, $"/{number}/comments", new(text), ct);
        if (response.StatusCode != HttpStatusCode.Created)
            throw await FailureAsync(response, ct);
    }

    public Task<GitHubIssue?> CloseAsync(int number, bool isPlanned, CancellationToken ct)
    {
        var reason = isPlanned ? "completed" : "not_planned";
        return SendAsync(HttpMethod.Patch, $"/{number}", new(State: "closed", StateReason: reason), ct);
    }

    public Task<GitHubIssue?> ReopenAsync(int number, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/{number}", new(State: "open", StateReason: "reopened"), ct);

    async Task<GitHubIssue?> SendAsync(HttpMethod method, string path, GitHubChange? change, CancellationToken ct)
    {
        using var response = await CallAsync(method, path, change, ct);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? null
            : await ReadAsync(response, GitHubJson.Default.GitHubIssue, ct);
    }

    async Task<HttpResponseMessage> CallAsync(
        HttpMethod method, string path, GitHubChange? change, CancellationToken ct)
    {
        var settings = options.Value;
        var address = new Uri(settings.BaseAddress, $"/repos/{settings.Repository}/issues{path}");
        using var request = new HttpRequestMessage(method, address);
        if (change is not null)
            request.Content = JsonContent.Create(change, GitHubJson.Default.GitHubChange);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        request.Headers.Accept.Add(new("application/vnd.github+json"));
        request.Headers.UserAgent.Add(new("Shop", null));
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        return await http.SendAsync(request, ct);
    }

    async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created))
            throw await FailureAsync(response, ct);
        return await ProviderHttp.ReadAsync(Name, response, type, ct);
    }

    // {"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],
    //  "documentation_url":"..."}
    async Task<ShopException> FailureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var error = await ProviderHttp.ReadOrNullAsync(response, GitHubJson.Default.GitHubError, ct);
        var summary = error?.Message ?? response.ReasonPhrase ?? "";
        var problems = (error?.Errors ?? []).Select(problem => problem.Message ?? $"{problem.Field} {problem.Code}");
        var reason = string.Join("; ", [summary, .. problems]);
        var pause = PauseOf(response, error?.Message);
        return new(
            pause is null ? ErrorCode.Unavailable : ErrorCode.TooManyRequests,
            $"{Name} answered {(int)response.StatusCode}: {reason}",
            // A retry cannot fix an invalid issue; time or an operator fixes everything else.
            permanent: response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            RetryAfter = pause
        };
    }

    // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    // A rate limit is a 429, or a 403 with a header or a message that says so.
    TimeSpan? PauseOf(HttpResponseMessage response, string? message)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
            return null;
        if (response.Headers.RetryAfter?.Delta is { } pause)
            return pause;
        if (Header("X-RateLimit-Remaining") == "0" && long.TryParse(Header("X-RateLimit-Reset"), out var reset))
            return TimeSpan.FromSeconds(Math.Max(1, reset - time.GetUtcNow().ToUnixTimeSeconds()));
        var isRateLimit = response.StatusCode == HttpStatusCode.TooManyRequests
            || message?.Contains("rate limit", StringComparison.OrdinalIgnoreCase) == true;
        return isRateLimit ? DefaultPause : null;

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }

    // GitHub's pages do not show HTML comments.
    static string CommentOf(string marker) => $"<!-- shop:{marker} -->";
}
