using System.Net;
using System.Text.RegularExpressions;
using Shop.Database;
using StackExchange.Redis;

namespace Shop.Tests.Web;

/// <summary>The error pages, and what support finds by the reference on them.</summary>
public partial class FailurePageTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task An_API_error_is_found_in_the_logs_by_the_reference_on_the_page()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);
        await BreakAccessAsync(shopper, ct);

        var page = await shopper.Browser.VisitAsync("/orders?page=2", ct);

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.True(page.Has("Что-то пошло не так"), page.Text);
        var reference = ReferenceOf(page);
        Assert.Contains(
            $"href=\"/report?from=%2Forders%3Fpage%3D2&reference={reference}\"",
            page.Text,
            StringComparison.Ordinal);
        foreach (var (host, line) in ((string, string)[])
        [
            ("web", $"GET /orders failed, reference {reference}"),
            ("api", $"GET /api/orders failed, reference {reference}")
        ])
            await Eventually.WaitUntilAsync(
                () => shop.Graph.LogsAsync(host),
                log => log.Contains(line, StringComparison.Ordinal),
                WaitLimit,
                $"'{line}' of {host}");

        var report = await shopper.Browser.VisitAsync($"/report?from=/orders&reference={reference}", ct);
        Assert.Contains($"value=\"{reference}\"", report.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_failure_has_its_own_page_and_status_in_both_languages()
    {
        var ct = TestContext.Current.CancellationToken;
        var answer = new Answer(200, "");
        await using var api = await FakeApi.StartAsync(
            http => http.AnswerAsync(answer.Status, answer.Body, answer.RetryAfter),
            ct);
        await using var site = await api.SiteAsync(ct);
        using var visitor = new Visitor(site.Address);
        var product = $"/products/{Guid.CreateVersion7()}";

        foreach (var (given, status, russian, english) in ((Answer, int, string, string)[])
        [
            (new(500, ""), 500, "Что-то пошло не так", "Something went wrong"),
            (new(200, "{ garbage"), 500, "Что-то пошло не так", "Something went wrong"),
            (new(418, ""), 500, "Что-то пошло не так", "Something went wrong"),
            (new(503, ""), 503, "Магазин временно недоступен", "The shop is temporarily unavailable"),
            (new(403, ""), 403, "Нет доступа к этой странице", "You do not have access to this page"),
            (new(404, ""), 404, "Такой страницы нет", "Page not found"),
            (new(429, "", 60), 429, "Слишком много запросов", "Too many requests")
        ])
        {
            answer = given;
            var page = await visitor.VisitAsync($"{product}?lang=ru", ct);
            Assert.True(
                status == (int)page.Status && page.Has($"<h1>{russian}</h1>"),
                $"{given}: {page.Status}\n{page.Text}");
            Assert.True((await visitor.VisitAsync($"{product}?lang=en", ct)).Has($"<h1>{english}</h1>"));
            Assert.Equal(status >= 500, Number().IsMatch(page.Html));
            if (given.RetryAfter is { } wait)
                Assert.Equal($"{wait}", Assert.Single(page.Headers.GetValues("Retry-After")));
            if (status >= 500)
                Assert.Contains(ReferenceOf(page), site.Console, StringComparison.Ordinal);
        }
        Assert.Contains("System.Text.Json.JsonException", site.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_part_of_the_API_affects_only_its_own_pages()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var api = await FakeApi.StartAsync(http => http.Request.Path.Value switch
        {
            "/api/cart" => http.AnswerAsync(503, ""),
            "/api/auth/login" => http.AnswerSignedInAsync(Guid.CreateVersion7()),
            _ => http.AnswerAsync(200, "[]")
        }, ct);
        await using var site = await api.SiteAsync(ct);
        using var visitor = new Visitor(site.Address);

        await Eventually.WaitUntilAsync(
            async () =>
            {
                // Twenty failures within ten seconds, also on a busy machine.
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => visitor.VisitAsync("/cart", ct)));
                return site.Console;
            },
            console => console.Contains("The circuit is now open", StringComparison.Ordinal),
            WaitLimit,
            "the circuit of the cart opens");
        var catalog = await visitor.VisitAsync("/catalog", ct);

        Assert.Equal(HttpStatusCode.OK, catalog.Status);
        var login = await visitor.VisitAsync("/login?return=/catalog", ct);
        var home = await visitor.SubmitAsync(
            login,
            "value=\"login\"",
            ct,
            ("Email", "anna@example.com"),
            ("Password", "any at all"));
        Assert.Equal((HttpStatusCode.OK, "/catalog"), (home.Status, home.Path));
        Assert.True(home.Has("Анна"), home.Text);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.VisitAsync("/cart", ct)).Status);
    }

    sealed record Answer(int Status, string Body, int? RetryAfter = null);

    // Only a bug would store this value.
    async Task BreakAccessAsync(Shopper shopper, CancellationToken ct)
    {
        var hash = await shop.Database.ScalarAsync<string>(
            $"""
            select access_hash from accounts.sessions s join accounts.users u on u.id = s.user_id
            where u.email = {shopper.Email}
            """,
            ct);
        using var redis = await ConnectionMultiplexer.ConnectAsync(await shop.ConnectionStringAsync("redis"));
        Assert.True(
            await redis.GetDatabase().StringSetAsync($"access:{hash}", "no such thing", TimeSpan.FromMinutes(1)));
    }

    static string ReferenceOf(Page page) => Number().Match(page.Html).Groups[1].Value;

    [GeneratedRegex("<code class=\"reference\">([0-9a-f]{32})</code>")]
    private static partial Regex Number();
}
