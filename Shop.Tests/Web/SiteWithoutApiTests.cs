using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

/// <summary>The site alone, as a process of its own, where the API's address leads nowhere.</summary>
public sealed partial class SiteWithoutApiTests : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Process _site;

    public SiteWithoutApiTests()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(Repository.Root, "artifacts", "bin", "Shop.Web", Repository.Configuration.ToLowerInvariant(), "Shop.Web.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "Shop.Web"),
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
                ["services__api__http__0"] = "http://127.0.0.1:1",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = ""
            },
        };
        _site = Process.Start(start)!;
    }

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
        BaseAddress = await AddressAsync(ct),
        DefaultRequestHeaders = { { "X-Forwarded-Proto", "https" } }
    };

    // Now listening on: http://127.0.0.1:40123
    async Task<Uri> AddressAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (await _site.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (Listening().Match(line) is { Success: true } found)
                return new(found.Groups[1].Value);
        throw new InvalidOperationException("The site ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _site.Kill();
        await _site.WaitForExitAsync();
        _site.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://127[^ ]+)")]
    private static partial Regex Listening();
}
