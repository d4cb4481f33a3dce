using System.Net;
using Shop.Tests.Catalog;
using Shop.Tests.Telemetry;
using Shop.Tests.Web;

namespace Shop.Tests.Traces;

public class WatchTraceTests(ShopFixture shop)
{
    [Fact]
    public async Task A_click_on_the_site_the_sql_the_message_and_the_call_to_the_provider_are_one_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Барометр", 1990m, 0));
        var click = TraceParent.New();

        using var visitor = new Visitor(shop);
        var (status, _, html) = await visitor.WatchAsync(
            goods.Ids[0], $"trace-{click.SpanId}@example.com", ct, click.ToString());
        Assert.True(status is HttpStatusCode.Redirect, html);

        var trace = await shop.Telemetry.WaitForTraceAsync(click.TraceId, IsComplete);

        var page = Only(trace, "web", SpanKind.Server, click.SpanId);
        Assert.Equal("POST /products/{Id:guid}", page.Name);
        var call = Only(trace, "web", SpanKind.Client, page.Id, "POST");
        var endpoint = Only(trace, "api", SpanKind.Server, call.Id);
        Assert.Equal("POST /api/products/{id:guid}/watch", endpoint.Name);
        Assert.Contains(
            trace,
            span => span is { Service: "api", Source: "Npgsql", Kind: SpanKind.Client }
                && span.ParentId == endpoint.Id);
        var publish = Only(trace, "worker", SpanKind.Producer, endpoint.Id);
        Assert.Equal("publish catalog.product_watched", publish.Name);
        var process = Only(trace, "worker", SpanKind.Consumer, publish.Id);
        Assert.Equal("process notifications.send_watch_confirmation", process.Name);
        Assert.Contains(
            trace,
            span => span is { Service: "worker", Source: "Npgsql", Kind: SpanKind.Client }
                && span.ParentId == process.Id);
        var provider = Only(trace, "worker", SpanKind.Client, process.Id, "POST");
        Assert.Equal($"{shop.WireMock.BaseAddress!.Port}", provider.Attributes["server.port"]);
        Assert.Equal("202", provider.Attributes["http.response.status_code"]);
        Assert.True(trace.All(span => !span.Failed), OtlpReceiver.Describe(trace));
        // Every span has a parent in this trace, up to the click.
        Assert.All(trace, span => Assert.Contains(span.ParentId, trace.Select(other => other.Id).Append(click.SpanId)));
    }

    // Hosts export in separate batches, so spans of different hosts arrive in any order.
    static bool IsComplete(IReadOnlyList<ReceivedSpan> spans) =>
        spans.Any(span => span.Service == "web" && span.Kind == SpanKind.Server)
        && spans.Any(span => span.Service == "api"
            && span.Kind == SpanKind.Server
            && span.Name.EndsWith("/watch", StringComparison.Ordinal))
        && spans.Any(span => span.Kind == SpanKind.Producer)
        && spans.Any(span => span.Kind == SpanKind.Consumer);

    static ReceivedSpan Only(
        IReadOnlyList<ReceivedSpan> trace, string service, SpanKind kind, string parent, string? method = null)
    {
        var found = trace.Where(span => span.Service == service && span.Kind == kind && span.ParentId == parent
            && (method is null || span.Attributes.GetValueOrDefault("http.request.method") == method)).ToList();
        Assert.True(
            found.Count == 1,
            $"{found.Count} {kind} spans of {service} below {parent}:\n{OtlpReceiver.Describe(trace)}");
        return found[0];
    }
}
