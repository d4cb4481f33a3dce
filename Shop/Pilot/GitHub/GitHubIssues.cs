using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Shop.Pilot.GitHub;

/// <summary>
/// https://docs.github.com/rest/issues. GitHub has no idempotency key: an issue carries a marker in its body, and whoever may have created it already looks
/// for the marker first. A comment has none; one whose answer was lost may appear twice.
/// </summary>
public sealed class GitHubIssues(HttpClient http, IOptions<GitHubOptions> options, TimeProvider time)
{
    public const string Provider = "github";

    const string Name = "GitHub";

    const int PageSize = 100;

    // An issue whose creation nobody heard of is young; an older one's number has been written down.
    const int PagesSearched = 3;

    // What GitHub asks of those it tells neither a time nor a pause.
    static readonly TimeSpan UnknownPause = TimeSpan.FromMinutes(1);

    /// <summary>The issue with this marker, created if it is not there. After a failure the same call may be made again.</summary>
    public async Task<GitHubIssue> CreateOnceAsync(string marker, string title, string text, string[] labels, CancellationToken ct) =>
        await FindAsync(marker, ct)
        ?? await SendAsync(HttpMethod.Post, "", new($"{text}\n\n{CommentOf(marker)}", title, labels), ct)
        ?? throw ProviderHttp.Unreadable(Name);

    /// <summary>
    /// Among the newest, open or closed. Listed rather than searched, because GitHub's index lags behind; and not by label, because GitHub silently drops the
    /// labels of whoever may not push.
    /// </summary>
    public async Task<GitHubIssue?> FindAsync(string marker, CancellationToken ct)
    {
        for (var page = 1; page <= PagesSearched; page++)
        {
            using var response = await CallAsync(HttpMethod.Get, $"?state=all&sort=created&direction=desc&per_page={PageSize}&page={page}", null, ct);
            var issues = await ReadAsync(response, GitHubJson.Default.GitHubIssueArray, ct);
            if (Array.Find(issues, issue => issue.Body?.Contains(CommentOf(marker), StringComparison.Ordinal) == true) is { } found)
                return found;
            if (issues.Length < PageSize)
                break;
        }
        return null;
    }

    /// <returns>Null when there is no such issue, or no longer.</returns>
    public Task<GitHubIssue?> ReadAsync(int number, CancellationToken ct) => SendAsync(HttpMethod.Get, $"/{number}", null, ct);

    public async Task CommentAsync(int number, string text, CancellationToken ct)
    {
        using var response = await CallAsync(HttpMethod.Post, $"/{number}/comments", new(text), ct);
        if (response.StatusCode != HttpStatusCode.Created)
            throw await FailureAsync(response, ct);
    }

    public Task<GitHubIssue?> CloseAsync(int number, bool isPlanned, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/{number}", new(State: "closed", StateReason: isPlanned ? "completed" : "not_planned"), ct);

    public Task<GitHubIssue?> ReopenAsync(int number, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/{number}", new(State: "open", StateReason: "reopened"), ct);

    async Task<GitHubIssue?> SendAsync(HttpMethod method, string path, GitHubChange? change, CancellationToken ct)
    {
        using var response = await CallAsync(method, path, change, ct);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone ? null : await ReadAsync(response, GitHubJson.Default.GitHubIssue, ct);
    }

    async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, GitHubChange? change, CancellationToken ct)
    {
        var settings = options.Value;
        using var request = new HttpRequestMessage(method, new Uri(settings.BaseAddress, $"/repos/{settings.Repository}/issues{path}"));
        if (change is not null)
            request.Content = JsonContent.Create(change, GitHubJson.Default.GitHubChange);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        request.Headers.Accept.Add(new("application/vnd.github+json"));
        request.Headers.UserAgent.Add(new("Shop", null));
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        return await http.SendAsync(request, ct);
    }

    async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created))
            throw await FailureAsync(response, ct);
        return await ProviderHttp.ReadAsync(Name, response, type, ct);
    }

    // {"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"..."}
    async Task<ShopException> FailureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var error = await ProviderHttp.ReadOrNullAsync(response, GitHubJson.Default.GitHubError, ct);
        var reason = string.Join("; ", [error?.Message ?? response.ReasonPhrase ?? "", .. (error?.Errors ?? []).Select(e => e.Message ?? $"{e.Field} {e.Code}")]);
        var pause = PauseOf(response, error?.Message);
        return new(
            pause is null ? ErrorCode.Unavailable : ErrorCode.TooManyRequests, $"{Name} answered {(int)response.StatusCode}: {reason}",
            // Nobody will ever want this issue; everything else an operator or time puts right.
            permanent: response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            RetryAfter = pause
        };
    }

    /// <summary>https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a limit is a 429, or a 403 that says so in a header or in words.</summary>
    TimeSpan? PauseOf(HttpResponseMessage response, string? message)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
            return null;
        if (response.Headers.RetryAfter?.Delta is { } pause)
            return pause;
        if (Header("X-RateLimit-Remaining") == "0" && long.TryParse(Header("X-RateLimit-Reset"), out var reset))
            return TimeSpan.FromSeconds(Math.Max(1, reset - time.GetUtcNow().ToUnixTimeSeconds()));
        return response.StatusCode == HttpStatusCode.TooManyRequests || message?.Contains("rate limit", StringComparison.OrdinalIgnoreCase) == true ? UnknownPause : null;

        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
    }

    /// <summary>Not shown on the page.</summary>
    static string CommentOf(string marker) => $"<!-- shop:{marker} -->";
}
