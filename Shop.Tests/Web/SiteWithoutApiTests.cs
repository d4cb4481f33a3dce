using System.Net;

namespace Shop.Tests.Web;

/// <summary>The site alone, as it runs in the cloud, with an API address at which nobody listens.</summary>
public sealed class SiteWithoutApiTests : IAsyncLifetime
{
    HostProcess? _site;

    public async ValueTask InitializeAsync() =>
        _site = await HostProcess.StartAsync(
            "Shop.Web",
            CancellationToken.None,
            ("ASPNETCORE_ENVIRONMENT", "Staging"),
            ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"),
            ("services__api__http__0", "http://127.0.0.1:1"));

    [Fact]
    public async Task Pages_say_that_the_shop_is_down_and_health_that_the_site_is_up()
    {
        var ct = TestContext.Current.CancellationToken;
        using var browser = Browser();

        string[] paths = ["/", "/products/019b76da-abe8-711d-ab0d-549b6f03675a", "/catalog?search=a", "/cart"];
        foreach (var path in paths)
        {
            using var page = await browser.GetAsync(path, ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            var html = await page.Content.ReadAsStringAsync(ct);
            Assert.Contains("Магазин временно недоступен", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"{path}", html, StringComparison.Ordinal);
            Assert.Contains("Content-Security-Policy", page.Headers.Select(header => header.Key));
            Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
        }
        Assert.Equal("""{"status":"Healthy"}""", await browser.GetStringAsync("/health", ct));
    }

    [Fact]
    public async Task Over_https_cookies_are_tied_to_this_host()
    {
        var ct = TestContext.Current.CancellationToken;
        using var browser = Browser();

        using var login = await browser.GetAsync("/login?lang=en", ct);

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(login.Headers.GetValues("Strict-Transport-Security")));
        var cookies = login.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie => Assert.Matches("^__Host-.*; secure; .*httponly", cookie));
    }

    [Fact]
    public async Task A_report_that_cannot_be_sent_is_not_lost()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("services__api__http__0", "http://127.0.0.1:1"));
        using var browser = new Visitor(site.Address);
        var form = await browser.VisitAsync("/report?from=/cart", ct);

        var failed = await browser.SubmitAsync(
            form,
            "value=\"report\"",
            ct,
            ("Form.Title", "Всё лежит"),
            ("Form.Actual", "Совсем <всё>"));

        Assert.Equal(HttpStatusCode.OK, failed.Status);
        Assert.True(failed.Has("role=\"alert\">Сейчас не получилось"), failed.Text);
        Assert.Contains("Совсем &lt;всё&gt;</textarea>", failed.Html, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_weak_key_prevents_the_site_from_starting() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => HostProcess.StartAsync(
            "Shop.Web",
            TestContext.Current.CancellationToken,
            ("ASPNETCORE_ENVIRONMENT", "Staging"),
            ("Site__Key", "secret")));

    // Behind a proxy that terminates TLS, as in the cloud.
    HttpClient Browser() => new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = _site!.Address,
        DefaultRequestHeaders = { { "X-Forwarded-Proto", "https" } }
    };

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
    }
}
