using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

[Trait("suite", "contract")]
public class SecurityTests(ShopFixture shop)
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/no/such/page", HttpStatusCode.NotFound)]
    [InlineData("/site.js", HttpStatusCode.OK)]
    public async Task Every_response_has_security_headers(string path, HttpStatusCode status)
    {
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, page.Status);
        var policy = Value(page.Headers, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(
            ("nosniff", "same-origin"),
            (Value(page.Headers, "X-Content-Type-Options"), Value(page.Headers, "Referrer-Policy")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog")]
    [InlineData("/cart")]
    [InlineData("/register")]
    public async Task No_page_has_inline_scripts_or_styles(string path)
    {
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync(path, TestContext.Current.CancellationToken);

        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|href=\"javascript:", page.Html);
        Assert.All(
            Regex.Matches(page.Html, "<script[^>]*>"),
            script => Assert.Contains("src=\"", script.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/cart/items")]
    [InlineData("/logout")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead/cancel")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead/reorder")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead/refund")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead/payment")]
    public async Task A_cross_site_request_does_nothing(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гитара", 10m, 5));
        using var visitor = new Visitor(shop);
        await visitor.VisitAsync("/catalog", ct);

        var page = await visitor.PostAsync(path, ct, ("product", $"{goods.Ids[0]}"), ("reason", ""), ("amount", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.True(page.Has("Форма устарела"), page.Text);
        Assert.True((await visitor.VisitAsync("/cart", ct)).Has("В корзине пока пусто."));
    }

    [Theory]
    [InlineData(true, 1024 * 1024 + 1)]
    [InlineData(false, 16 * 1024 * 1024)]
    public async Task A_form_that_is_too_large_is_a_413(bool asksFirst, int length)
    {
        var ct = TestContext.Current.CancellationToken;
        // A client that asks first waits for the answer before it sends the body. Another one still sends then.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };
        using var browser = new HttpClient(handler) { BaseAddress = shop.Web.BaseAddress };
        using var form = new FormUrlEncodedContent([new("Form.Description", new string('x', length))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = form };
        request.Headers.ExpectContinue = asksFirst;

        using var response = await browser.SendAsync(request, ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync(ct);
        Assert.Contains("Форма слишком большая", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/products?limit=1")]
    [InlineData("/api/products?limit=0")]
    [InlineData("/api/nothing")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/images/products/tires/A-1.svg")]
    [InlineData("/alive")]
    public async Task Browsers_do_not_guess_the_type_of_a_response_of_the_api(string path)
    {
        using var response = await shop.Api.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal("nosniff", Value(response.Headers, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("session", "made up")]
    [InlineData("guest-cart", "5.../etc/passwd")]
    [InlineData("guest-cart", "99999999999999999999.")]
    [InlineData("notice", "Paid.PHNjcmlwdD4")]
    [InlineData("notice", "Nonsense.%%%")]
    [InlineData("payment", "..")]
    [InlineData("lang", "<script>")]
    public async Task A_forged_cookie_does_no_harm(string name, string value)
    {
        using var visitor = new Visitor(shop) { Cookie = $"{name}={value}" };

        var page = await visitor.VisitAsync("/cart", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_same_site_and_http_only()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync($"/products/{shopper.Goods.Ids[0]}?lang=en", ct);

        var cookies = page.Headers.GetValues("Set-Cookie").ToList();
        // Over TLS browsers refuse a cookie with this prefix that is not the host's own.
        var prefix = shop.Web.BaseAddress!.Scheme == Uri.UriSchemeHttps ? "__Host-" : "";
        Assert.Contains(cookies, cookie => cookie.StartsWith($"{prefix}lang=en;", StringComparison.Ordinal));
        Assert.Contains(cookies, cookie => cookie.StartsWith($"{prefix}antiforgery=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, cookie => Assert.Matches("samesite=(lax|strict)", cookie));
    }

    static string Value(HttpResponseHeaders headers, string name) => Assert.Single(headers.GetValues(name));
}
