using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Web;

/// <summary>The site is the one origin of the shop: it forwards the paths of the API.</summary>
public class ApiForwarderTests(ShopFixture shop)
{
    [Theory]
    [InlineData("/api/products?category=OWN&limit=2&sort=-price", HttpStatusCode.OK)]
    [InlineData("/api/products?category=OWN&search=%D1%84%D0%BB%D0%B5%D0%B9%D1%82%D0%B0%20%26", HttpStatusCode.OK)]
    [InlineData("/api/products/?category=OWN", HttpStatusCode.OK)]
    [InlineData("/api/products?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/user-api/me", HttpStatusCode.Unauthorized)]
    [InlineData("/cart-api/cart/019b76da-0000-7000-8000-00000000dead", HttpStatusCode.Unauthorized)]
    [InlineData("/order-api/orders", HttpStatusCode.Unauthorized)]
    [InlineData("/images/products/tires/A-1.svg", HttpStatusCode.OK)]
    [InlineData("/images/products/no-such/A-1.svg", HttpStatusCode.NotFound)]
    public async Task A_call_through_the_site_gets_the_response_of_the_api(string path, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(
            shop.Database, ct, ("Флейта", 700m, 3), ("Гобой", 900m, 1), ("Фагот", 800m, 0));
        path = path.Replace("OWN", goods.Category, StringComparison.Ordinal);

        using var direct = await shop.Api.GetAsync(path, ct);
        using var through = await shop.Web.GetAsync(path, ct);

        Assert.Equal((status, status), (direct.StatusCode, through.StatusCode));
        Assert.Equal(HeadersOf(direct), HeadersOf(through));
        if (status == HttpStatusCode.OK)
            Assert.Equal(await direct.Content.ReadAsStringAsync(ct), await through.Content.ReadAsStringAsync(ct));
    }

    [Fact]
    public async Task A_customer_can_do_everything_through_the_site()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Флейта", 700m, 3));
        var customer = await Customers.RegisterAsync(shop, ct);
        using var add = new HttpRequestMessage(HttpMethod.Post, "/api/cart/items")
        {
            Headers = { Authorization = new("Bearer", customer.Access) },
            Content = JsonContent.Create(new { product_id = goods.Ids[0], quantity = 2 })
        };

        using var added = await shop.Web.SendAsync(add, ct);

        await added.AnswerAsync(HttpStatusCode.Created, ct);
        var cart = await customer.Api.GetJsonAsync("/api/cart", ct);
        Assert.Equal(1400m, (decimal)cart["total"]!);
    }

    [Fact]
    public async Task The_site_and_the_api_are_in_one_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var caller = TraceParent.New();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/products/{Guid.CreateVersion7()}")
        {
            Headers = { { "traceparent", caller.ToString() } }
        };

        using var response = await shop.Web.SendAsync(request, ct);

        var trace = await shop.Telemetry.WaitForTraceAsync(
            caller.TraceId, spans => spans.Count(span => span.Kind is SpanKind.Server or SpanKind.Client) >= 4);
        var site = Assert.Single(trace, span => span.ParentId == caller.SpanId);
        var call = Assert.Single(trace, span => span.ParentId == site.Id);
        var api = Assert.Single(trace, span => span.ParentId == call.Id);
        Assert.Equal(
            (("web", SpanKind.Server), ("web", SpanKind.Client), ("api", SpanKind.Server)),
            ((site.Service, site.Kind), (call.Service, call.Kind), (api.Service, api.Kind)));
    }

    [Fact]
    public async Task Events_are_passed_on_one_by_one()
    {
        var ct = TestContext.Current.CancellationToken;
        var isReceived = new TaskCompletionSource();
        await using var api = await FakeApi.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: first\n\n");
            await isReceived.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await http.Response.WriteAsync("data: last\n\n");
        }, ct);
        await using var site = await api.SiteAsync(ct);
        using var client = new HttpClient { BaseAddress = site.Address };

        using var response = await client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, ct);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(ct));

        Assert.Equal("data: first", await events.ReadLineAsync(ct));
        isReceived.SetResult();
        Assert.Equal("\ndata: last\n\n", await events.ReadToEndAsync(ct));
    }

    [Fact]
    public async Task The_body_of_a_request_is_passed_on_while_it_arrives()
    {
        var ct = TestContext.Current.CancellationToken;
        var isReceived = new TaskCompletionSource();
        await using var api = await FakeApi.StartAsync(async http =>
        {
            await http.Request.Body.ReadExactlyAsync(new byte[TwoParts.FirstPart / 2]);
            isReceived.SetResult();
            using var rest = new StreamReader(http.Request.Body);
            await http.AnswerAsync(200, $"{(await rest.ReadToEndAsync()).Length}");
        }, ct);
        await using var site = await api.SiteAsync(ct);
        using var client = new HttpClient { BaseAddress = site.Address };

        using var response = await client.PostAsync("/api/upload", new TwoParts(isReceived.Task), ct);

        Assert.Equal($"{TwoParts.FirstPart / 2 + 1}", await response.Content.ReadAsStringAsync(ct));
    }

    [Fact]
    public async Task An_api_that_is_gone_is_a_503_and_one_that_dies_a_502()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var site = await HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("services__api__http__0", "http://127.0.0.1:1"));
        await using var dying = await FakeApi.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        }, ct);
        await using var other = await dying.SiteAsync(ct);
        using var client = new HttpClient();

        using var gone = await client.GetAsync(new Uri(site.Address, "/api/products"), ct);
        using var dead = await client.PostAsJsonAsync(new Uri(other.Address, "/api/orders"), new { }, ct);

        await gone.ProblemAsync(HttpStatusCode.ServiceUnavailable, ct);
        Assert.NotNull(gone.Headers.RetryAfter);
        await dead.ProblemAsync(HttpStatusCode.BadGateway, ct);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_a_413()
    {
        var ct = TestContext.Current.CancellationToken;
        // More than the buffers of the connection hold: the client still sends when the site has answered.
        using var body = new ByteArrayContent(new byte[16 * 1024 * 1024]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await shop.Web.PostAsync("/api/orders", body, ct);

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, ct);
    }

    // Without what differs between any two responses.
    static IEnumerable<string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Server" or "Transfer-Encoding" or "Content-Length"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);

    /// <summary>Sends the second part when the first has been received.</summary>
    sealed class TwoParts(Task isReceived) : HttpContent
    {
        // More than the buffers of two connections hold back.
        public const int FirstPart = 512 * 1024;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[FirstPart]);
            await stream.FlushAsync();
            await isReceived.WaitAsync(TimeSpan.FromSeconds(30));
            await stream.WriteAsync(new byte[1]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
