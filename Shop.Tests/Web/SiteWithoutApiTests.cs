using System.Net;

namespace Shop.Tests.Web;

/// <summary>The site alone, as a process of its own, where the API's address leads nowhere.</summary>
public sealed class SiteWithoutApiTests : IAsyncDisposable
{
    readonly SiteProcess _site = new(new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
        ["services__api__http__0"] = "http://127.0.0.1:1"
    });

    [Fact]
    public async Task Pages_say_that_the_shop_is_down_and_health_that_the_site_is_up()
    {
        var ct = TestContext.Current.CancellationToken;
        using var browser = await BrowserAsync(ct);

        foreach (var path in (string[])["/", "/products/019b76da-abe8-711d-ab0d-549b6f03675a", "/catalog?search=a", "/cart"])
        {
            using var page = await browser.GetAsync(path, ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            var html = await page.Content.ReadAsStringAsync(ct);
            Assert.Contains("Магазин ненадолго прилёг", html, StringComparison.Ordinal);
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
        using var browser = await BrowserAsync(ct);

        using var login = await browser.GetAsync("/login?lang=en", ct);

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(login.Headers.GetValues("Strict-Transport-Security")));
        var cookies = login.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie => Assert.Matches("^__Host-.*; secure; .*httponly", cookie));
    }

    // Behind a proxy that ends the encryption, as in the cloud.
    async Task<HttpClient> BrowserAsync(CancellationToken ct) => new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = await _site.AddressAsync(ct),
        DefaultRequestHeaders = { { "X-Forwarded-Proto", "https" } }
    };

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
