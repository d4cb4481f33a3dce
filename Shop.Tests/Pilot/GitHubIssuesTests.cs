using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Shop.Pilot.GitHub;
using Shop.Tests.Resilience;

namespace Shop.Tests.Pilot;

public class GitHubIssuesTests(ShopFixture shop)
{
    // A repository per test keeps the tests apart on shared stubs.
    readonly string _repository = $"shop/t-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task An_issue_is_searched_for_and_then_created_with_its_marker()
    {
        var ct = TestContext.Current.CancellationToken;

        var issue = await Issues().CreateOnceAsync(
            "e-17", new("Ошибка в корзине", "500 at /api/cart", ["bug"], ["anna"]), ct);

        Assert.Equal(
            ("open", "Ошибка в корзине", "500 at /api/cart\n\n<!-- shop:e-17 -->"),
            (issue.State, issue.Title, issue.Body));
        var requests = await JournalAsync(ct);
        Assert.Equal(
            [
                $"GET /repos/{_repository}/issues?state=all&sort=created&direction=desc&per_page=100&page=1",
                $"POST /repos/{_repository}/issues"
            ],
            requests.Select(request => $"{request["method"]} {request["url"]}"));
        var title = @"\u041E\u0448\u0438\u0431\u043A\u0430 \u0432 \u043A\u043E\u0440\u0437\u0438\u043D\u0435";
        Assert.Equal(
            $$"""
            {"body":"500 at /api/cart\n\n\u003C!-- shop:e-17 --\u003E","title":"{{title}}","labels":["bug"],"assignees":["anna"]}
            """,
            (string)requests[1]["body"]!);
        Assert.All(requests, request =>
        {
            var headers = request["headers"]!;
            Assert.Equal(
                ("Bearer ghp_test", "application/vnd.github+json", "2022-11-28", "Shop"),
                (
                    (string)headers["Authorization"]!,
                    (string)headers["Accept"]!,
                    (string)headers["X-GitHub-Api-Version"]!,
                    (string)headers["User-Agent"]!));
        });
    }

    [Fact]
    public async Task A_lost_answer_does_not_create_a_second_issue()
    {
        var ct = TestContext.Current.CancellationToken;
        var all = $"/repos/{_repository}/issues";
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerInTurnAsync(new { method = "POST", urlPath = all }, [new { status = 502 }], ct);
        await Assert.ThrowsAsync<ShopException>(() => Issues().CreateOnceAsync("e-18", new("t", "b", []), ct));
        // GitHub created the issue all the same.
        await answers.AnswerAsync(new { method = "GET", urlPath = all }, new
        {
            status = 200,
            jsonBody = new object[]
            {
                new { number = 8, state = "open", body = "<!-- shop:e-180 -->" },
                new { number = 7, state = "closed", body = "b\n\n<!-- shop:e-18 -->" },
                new { number = 6, state = "open", body = (string?)null }
            }
        }, ct);

        var issue = await Issues().CreateOnceAsync("e-18", new("t", "b", []), ct);

        Assert.Equal((7, "closed"), (issue.Number, issue.State));
        Assert.Equal(1, (await JournalAsync(ct)).Count(request => (string)request["method"]! == "POST"));
    }

    [Fact]
    public async Task The_search_reads_several_pages()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var answers = new StubOverrides(shop.WireMock);
        foreach (var page in (int[])[1, 2])
            await answers.AnswerAsync(
                new
                {
                    method = "GET",
                    urlPath = $"/repos/{_repository}/issues",
                    queryParameters = new { page = new { equalTo = $"{page}" } }
                },
                new
                {
                    status = 200,
                    jsonBody = Enumerable.Range(1, 100).Select(
                        i => new { number = page * 1000 + i, state = "open", body = $"<!-- shop:{page}-{i} -->" })
                },
                ct);

        Assert.Equal(2077, (await Issues().FindAsync("2-77", ct))!.Number);
        Assert.Null(await Issues().FindAsync("3-1", ct));
    }

    [Fact]
    public async Task An_issue_is_read_commented_on_closed_and_opened_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var issues = Issues();

        Assert.Equal((12, "open"), await StateAsync(issues.ReadAsync(12, ct)));
        await issues.CommentAsync(12, "Again, in 0.3.1", ct);
        Assert.Equal((12, "closed"), await StateAsync(issues.CloseAsync(12, isPlanned: true, ct)));
        Assert.Equal((12, "open"), await StateAsync(issues.ReopenAsync(12, ct)));
        Assert.Null(await issues.ReadAsync(404, ct));
        Assert.Null(await issues.CloseAsync(404, isPlanned: false, ct));
        Assert.Contains(
            "404",
            (await Assert.ThrowsAsync<ShopException>(() => issues.CommentAsync(404, "?", ct))).Message,
            StringComparison.Ordinal);

        Assert.Equal(
            [
                "",
                """{"body":"Again, in 0.3.1"}""",
                """{"state":"closed","state_reason":"completed"}""",
                """{"state":"open","state_reason":"reopened"}""",
                "",
                """{"state":"closed","state_reason":"not_planned"}""",
                """{"body":"?"}"""
            ],
            (await JournalAsync(ct)).Select(request => (string)request["body"]!));
    }

    [Theory]
    [InlineData(
        422,
        """{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}]}""",
        "", "GitHub answered 422: Validation Failed; title missing_field", true, null)]
    [InlineData(401, """{"message":"Bad credentials"}""", "", "GitHub answered 401: Bad credentials", false, null)]
    [InlineData(
        403, """{"message":"Resource not accessible by personal access token"}""", "",
        "GitHub answered 403: Resource not accessible by personal access token", false, null)]
    [InlineData(
        403, """{"message":"API rate limit exceeded for user ID 1."}""",
        "X-RateLimit-Remaining: 0; X-RateLimit-Reset: +90",
        "GitHub answered 403: API rate limit exceeded for user ID 1.", false, 90)]
    [InlineData(
        403, """{"message":"You have exceeded a secondary rate limit."}""", "Retry-After: 30",
        "GitHub answered 403: You have exceeded a secondary rate limit.", false, 30)]
    [InlineData(
        403, """{"message":"You have exceeded a secondary rate limit."}""", "",
        "GitHub answered 403: You have exceeded a secondary rate limit.", false, 60)]
    [InlineData(
        429, "", "X-RateLimit-Remaining: 0; X-RateLimit-Reset: -5", "GitHub answered 429: Too Many Requests", false, 1)]
    [InlineData(429, "<html>", "", "GitHub answered 429: Too Many Requests", false, 60)]
    [InlineData(404, """{"message":"Not Found"}""", "", "GitHub answered 404: Not Found", false, null)]
    [InlineData(500, "", "", "GitHub answered 500: Internal Server Error", false, null)]
    [InlineData(200, "", "", "GitHub gave an answer that cannot be read.", false, null)]
    [InlineData(200, "null", "", "GitHub gave an answer that cannot be read.", false, null)]
    [InlineData(200, """[{"number":1""", "", "GitHub gave an answer that cannot be read.", false, null)]
    [InlineData(200, """[{"title":"no number"}]""", "", "GitHub gave an answer that cannot be read.", false, null)]
    public async Task A_refusal_has_a_reason_a_retry_delay_and_whether_it_is_permanent(
        int status, string answer, string headers, string reason, bool isPermanent, int? seconds)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.StartAsync((_, http) =>
        {
            http.Response.StatusCode = status;
            foreach (var header in headers.Split("; ", StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = header.Split(": ");
                http.Response.Headers[parts[0]] = parts[1][0] is '+' or '-'
                    ? $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + int.Parse(parts[1], null)}"
                    : parts[1];
            }
            return http.Response.WriteAsync(answer, ct);
        });

        var refusal = await Assert.ThrowsAsync<ShopException>(
            () => Issues(server.Url).CreateOnceAsync("e", new("t", "b", []), ct));

        Assert.Equal((reason, isPermanent, 1), (refusal.Message, refusal.Permanent, server.Requests));
        if (seconds is null)
            Assert.Equal((ErrorCode.Unavailable, null), (refusal.Code, refusal.RetryAfter));
        else
            Assert.InRange(refusal.RetryAfter!.Value.TotalSeconds, seconds.Value - 2, seconds.Value);
        Assert.DoesNotContain("ghp_test", $"{refusal}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_reads_are_retried_after_a_timeout()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await FlakyServer.SilentAsync();
        using var caller = Caller.Impatient(
            ("HttpResilience:AttemptTimeout", "00:00:00.2"), ("HttpResilience:MaxRetries", "1"));
        var issues = Issues(server.Url, caller.Http);

        await Assert.ThrowsAsync<HttpRequestException>(() => issues.ReadAsync(1, ct));
        Assert.Equal(2, server.Requests);
        await Assert.ThrowsAsync<HttpRequestException>(() => issues.CommentAsync(1, "?", ct));

        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task The_stub_refuses_strangers_and_issues_without_a_title()
    {
        var ct = TestContext.Current.CancellationToken;

        using var stranger = await shop.WireMock.GetAsync($"/repos/{_repository}/issues/1", ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        var refusal = await Assert.ThrowsAsync<ShopException>(
            () => Issues().CreateOnceAsync("e", new("", "b", []), ct));
        Assert.True(refusal.Permanent);
    }

    static async Task<(int, string)> StateAsync(Task<GitHubIssue?> call) =>
        await call is { } issue ? (issue.Number, issue.State) : default;

    Task<List<JsonObject>> JournalAsync(CancellationToken ct) =>
        shop.WireMock.RequestsAsync(new { urlPathPattern = $"/repos/{_repository}/.*" }, ct);

    GitHubIssues Issues(Uri? address = null, HttpClient? http = null)
    {
        var options = new GitHubOptions
        {
            BaseAddress = address ?? shop.WireMock.BaseAddress!,
            Token = "ghp_test",
            Repository = _repository
        };
        return new(http ?? new HttpClient(), Options.Create(options), TimeProvider.System);
    }
}
