using System.Threading.Channels;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;

namespace Shop.Web.Pilot;

/// <summary>
/// What visitors do, for the statistics of the shop. Staff and programs are left out, and whoever asks not to be
/// tracked (<c>DNT</c>, <c>Sec-GPC</c>). When the queue is full, visits are dropped.
/// </summary>
sealed class Visits(IOptions<RequestOptions> options, TimeProvider time)
{
    public const string PageView = "page_view";
    public const string Search = "search";
    public const string AddToCart = "add_to_cart";

    const int MaxBrowser = 300;

    readonly Channel<SiteVisit> _queue = Channel.CreateBounded<SiteVisit>(
        new BoundedChannelOptions(20_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public bool TryRead(out SiteVisit? visit) => _queue.Reader.TryRead(out visit);

    /// <summary>Adds the page that was shown, and the search if it is one.</summary>
    public void AddPage(HttpContext http, Endpoint? page)
    {
        if (page?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
            || page is not RouteEndpoint { RoutePattern.RawText: { } route }
            || route.StartsWith("/staff", StringComparison.Ordinal)
            || !HttpMethods.IsGet(http.Request.Method)
            || http.Response.StatusCode != StatusCodes.Status200OK)
            return;
        var isProduct = route.StartsWith("/products/", StringComparison.Ordinal);
        Guid? product = isProduct && Guid.TryParse(http.Request.RouteValues["Id"] as string, out var id) ? id : null;
        Add(http, PageView, route, product, 1);
        if (route == "/catalog" && !string.IsNullOrWhiteSpace(http.Request.Query["search"]))
            Add(http, Search, route, null, 1);
    }

    public void Add(HttpContext http, string type, string page, Guid? product, int quantity)
    {
        var headers = http.Request.Headers;
        var browser = headers.UserAgent.ToString();
        var isRefused = headers["DNT"] == "1" || headers["Sec-GPC"] == "1";
        if (!options.Value.Enabled || isRefused || IsProgram(browser) || headers.ContainsKey("Sec-Purpose"))
            return;
        _queue.Writer.TryWrite(new(
            time.GetUtcNow(),
            type,
            page,
            RemoteAddress.Of(http)?.ToString(),
            browser.Length > MaxBrowser ? browser[..MaxBrowser] : browser,
            product,
            quantity));
    }

    static bool IsProgram(string browser) =>
        !browser.StartsWith("Mozilla/", StringComparison.Ordinal)
        || browser.Contains(HealthChecker.Agent, StringComparison.Ordinal)
        || browser.Contains("bot", StringComparison.OrdinalIgnoreCase)
        || browser.Contains("crawl", StringComparison.OrdinalIgnoreCase)
        || browser.Contains("spider", StringComparison.OrdinalIgnoreCase);
}
