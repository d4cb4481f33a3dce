using Shop.Tests.Telemetry;

namespace Shop.Tests.Traces;

public class ProbeTraceTests(ShopFixture shop)
{
    [Theory]
    [InlineData("api", "/health", "/")]
    [InlineData("api", "/api/health", "/")]
    [InlineData("api", "/alive", "/")]
    [InlineData("web", "/health", "/?search=x")]
    [InlineData("web", "/alive", "/?search=x")]
    public async Task Probes_leave_no_spans(string service, string probe, string other)
    {
        var ct = TestContext.Current.CancellationToken;
        var (probed, after) = (TraceParent.New(), TraceParent.New());
        var host = service == "api" ? shop.Api : shop.Web;

        await GetAsync(host, probe, probed, ct);
        await GetAsync(host, other, after, ct);
        // A host exports spans in the order in which they end, so a span of the probe would have arrived.
        await shop.Telemetry.WaitForTraceAsync(after.TraceId, spans => spans.Any(span => span.Service == service));

        Assert.DoesNotContain(shop.Telemetry.Everything, span => span.TraceId == probed.TraceId);
        Assert.DoesNotContain(
            shop.Telemetry.Everything,
            span => span.Attributes.GetValueOrDefault("url.path")?.EndsWith(probe, StringComparison.Ordinal) == true);
    }

    static async Task GetAsync(HttpClient host, string path, TraceParent trace, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { { "traceparent", trace.ToString() } }
        };
        using var response = await host.SendAsync(request, ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
    }
}
