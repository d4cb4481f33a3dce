using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Notifications;
using Shop.Pilot.Errors;
using Shop.Pilot.GitHub;
using Shop.Tests.Accounts;
using Shop.Tests.Integration;
using Shop.Tests.Notifications;

namespace Shop.Tests.Pilot;

public class ReportIssueTests(ShopFixture shop)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // A repository per test keeps the tests apart on shared stubs.
    readonly string _repository = $"shop/t-{Guid.CreateVersion7():N}";

    [Fact]
    [Integration("pilot", "github")]
    public async Task An_issue_is_requested_twice_and_created_once_after_failures()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.GroupAsync("TypeError: x | `y` is null @anna", ct, module: "carts");
        await using var answers = new StubOverrides(shop.WireMock);
        var ofReport = new
        {
            method = "POST",
            urlPathPattern = ".*/issues",
            bodyPatterns = new[] { new { contains = $"report-{id}" } }
        };
        await answers.AnswerInTurnAsync(ofReport, [new { status = 502 }, new { status = 429 }], ct);

        var requested = await support.Api.DoAsync(id, "github", new { }, ct);
        await support.Api.DoAsync(id, "github", new { }, ct);

        Assert.NotNull(requested["issue_requested_at"]);
        var report = await Eventually.WaitUntilAsync(
            () => support.Api.ReportOfAsync(id, ct), found => found["issue_number"] is not null, Timeout, "the issue");
        Assert.StartsWith("https://github.com/", (string)report["issue_url"]!, StringComparison.Ordinal);
        Assert.Equal([$"{support.Email} issue_requested", "GitHub issue_created"], report.Actions());
        var posted = (await shop.WireMock.RequestsAsync(ofReport, ct))
            .ConvertAll(request => JsonNode.Parse((string)request["body"]!)!);
        Assert.Equal(3, posted.Count);
        Assert.Equal("[PILOT] TypeError: x | `y` is null @anna", (string)posted[^1]["title"]!);
        Assert.Equal(
            ["category:functionality", "module:carts", "pilot", "severity:high"],
            posted[^1]["labels"]!.AsArray().Select(label => (string)label!).Order());
        var body = (string)posted[^1]["body"]!;
        Assert.StartsWith("`TypeError: x / 'y' is null @anna`\n", body, StringComparison.Ordinal);
        Assert.Contains("| Errors | `10, users: 2` |", body, StringComparison.Ordinal);
        Assert.Contains($"/staff/errors/{id}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_wrote_stays_in_the_shop_and_the_module_has_its_assignees()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.ReportAsync(
            ct, "Анна Ким, +7 900 123-45-67", "Мой адрес: Лесная, 5", module: "carts", email: "anna.kim@example.com");

        await Issues().CreateAsync(id, ct);

        var issue = JsonNode.Parse((string)(await JournalAsync("POST", ct)).Single()["body"]!)!;
        var text = $"{issue["title"]} {issue["body"]}";
        foreach (var secret in (string[])["Анна", "900 123", "Лесная", "anna.kim"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal("[PILOT] A ui problem that a person reported", (string)issue["title"]!);
        Assert.Equal(["olga", "petr"], issue["assignees"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task An_issue_whose_creator_died_before_storing_its_number_is_found_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.GroupAsync("TypeError", ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new { method = "GET", urlPath = $"/repos/{_repository}/issues" },
            new
            {
                status = 200,
                jsonBody = new[]
                {
                    new
                    {
                        number = 77,
                        state = "open",
                        body = $"x <!-- shop:report-{id} -->",
                        html_url = "https://github.com/77"
                    }
                }
            }, ct);

        await Issues().CreateAsync(id, ct);
        // The message is delivered again.
        await Issues().CreateAsync(id, ct);

        Assert.Equal("77 https://github.com/77", await shop.Database.ScalarAsync<string>(
            $"select issue_number || ' ' || issue_url from pilot.error_reports where id = {id}", ct));
        Assert.Empty(await JournalAsync("POST", ct));
    }

    [Fact]
    public async Task Two_workers_at_once_create_one_issue()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.GroupAsync("TypeError", ct);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Issues().CreateAsync(id, ct);
                return true;
            }
            catch (ShopException e) when (!e.Permanent)
            {
                return false;
            }
        }));

        Assert.Contains(true, outcomes);
        Assert.Single(await JournalAsync("POST", ct));
    }

    [Fact]
    public async Task A_refused_issue_says_why_and_can_be_requested_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.GroupAsync("TypeError", ct);
        await shop.Database.ExecuteAsync(
            $"update pilot.error_reports set issue_requested_at = now() where id = {id}", ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new { method = "POST", urlPath = $"/repos/{_repository}/issues" },
            new { status = 422, jsonBody = new { message = "Validation Failed" } }, ct);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => Issues().CreateAsync(id, ct));

        Assert.True(refusal.Permanent);
        var report = await support.Api.ReportOfAsync(id, ct);
        Assert.Null(report["issue_requested_at"]);
        Assert.Equal("GitHub answered 422: Validation Failed", (string)report["history"]![0]!["data"]!["reason"]!);
    }

    [Fact]
    public async Task An_issue_is_closed_and_opened_with_its_report()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.GroupAsync("TypeError", ct);
        var number = await WithIssueAsync(id, ct);

        await support.Api.ChangeAsync(id, new { status = "wont_fix" }, ct);
        await HappenedAsync("issue_closed");
        await support.Api.ChangeAsync(id, new { status = "new" }, ct);
        await HappenedAsync("issue_reopened");

        var sent = await shop.WireMock.RequestsAsync(
            new { method = "PATCH", urlPathPattern = $"/repos/shop/pilot/issues/{number}" }, ct);
        Assert.Equal(
            [
                """{"state":"closed","state_reason":"not_planned"}""",
                """{"state":"open","state_reason":"reopened"}"""
            ],
            sent.Select(request => (string)request["body"]!));

        Task HappenedAsync(string action) => Eventually.WaitUntilAsync(
            async () => (string)(await support.Api.ReportOfAsync(id, ct))["history"]![0]!["action"]!,
            last => last == action, Timeout, action);
    }

    [Theory]
    [InlineData("completed", "resolved")]
    [InlineData("not_planned", "wont_fix")]
    [InlineData(null, "new")]
    public async Task A_closed_issue_closes_its_report_and_a_deleted_one_does_not(string? reason, string status)
    {
        var ct = TestContext.Current.CancellationToken;
        var reporter = Customers.NewEmail();
        var id = await shop.ReportAsync(ct, email: reporter);
        var number = await WithIssueAsync(id, ct);
        await shop.Database.ExecuteAsync(
            $"update pilot.error_reports set issue_checked_at = now() - interval '1 day' where id = {id}", ct);
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(
            new { method = "GET", urlPath = $"/repos/{_repository}/issues/{number}" },
            reason is null
                ? new { status = 410 }
                : new { status = 200, jsonBody = new { number, state = "closed", state_reason = reason } }, ct);

        await Issues().CheckAsync(new(id, number), ct);

        var report = await shop.Admin.ReportOfAsync(id, ct);
        Assert.Equal(status, (string)report["status"]!);
        Assert.NotNull(report["issue_closed_at"]);
        if (reason != "completed")
            return;
        Assert.Equal("next", (string)report["resolved_in"]!);
        Assert.Contains("GitHub resolved", report.Actions());
        await new Inbox(shop, reporter).MailAsync("Проблема, о которой вы сообщили, скоро будет решена", ct);
    }

    async Task<int> WithIssueAsync(Guid id, CancellationToken ct)
    {
        var number = Random.Shared.Next(1_000_000, int.MaxValue);
        await shop.Database.ExecuteAsync(
            $"""
            update pilot.error_reports set issue_number = {number}, issue_url = 'u', issue_checked_at = now()
            where id = {id}
            """, ct);
        return number;
    }

    Task<List<JsonObject>> JournalAsync(string method, CancellationToken ct) =>
        shop.WireMock.RequestsAsync(new { method, urlPathPattern = $"/repos/{_repository}/.*" }, ct);

    ReportIssues Issues()
    {
        var options = Options.Create(new GitHubOptions
        {
            BaseAddress = shop.WireMock.BaseAddress!,
            Token = "ghp_test",
            Repository = _repository,
            Assignees = { ["carts"] = ["olga", "petr"] }
        });
        var site = Options.Create(new NotificationOptions { SiteAddress = new("https://shop.example") });
        var reports = new ReportQueries(shop.Database);
        var triage = new Triage(shop.Database, reports, TimeProvider.System);
        var client = new GitHubIssues(new HttpClient(), options, TimeProvider.System);
        return new(shop.Database, reports, triage, client, options, site);
    }
}
