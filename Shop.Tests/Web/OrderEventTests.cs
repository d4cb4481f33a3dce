using System.Net;
using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

public partial class OrderEventTests(ShopFixture shop)
{
    [Fact]
    public async Task An_open_page_receives_every_status_until_the_order_ends()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var page = await shopper.Browser.VisitAsync($"/orders/{order}", ct);
        using var answer = await shopper.Browser.FollowAsync(EventsOf(page), ct);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        await using var events = await EventsAsync(answer, ct);
        Assert.Equal("ping", (await NextAsync(events)).EventType);

        await shopper.ReturnFromPaymentAsync(order, ct);
        var paid = await NextAsync(events, "state", "Оплачен, собираем|Собран");
        // A button in an event works like one that came with the page.
        var cancelled = await shopper.Browser.SubmitAsync(
            page with { Html = paid.Data },
            $"action=\"/orders/{order}/cancel\"",
            ct);
        Assert.Equal("Заказ отменён.", cancelled.Notice);

        var over = await NextAsync(events, "over", "Отменён, деньги возвращены");
        Assert.DoesNotContain("data-events", over.Data, StringComparison.Ordinal);
        Assert.False(await events.MoveNextAsync());
        // A page that reconnects has nothing to wait for.
        using var again = await shopper.Browser.FollowAsync(EventsOf(page), ct, over.EventId);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task A_page_that_missed_a_change_receives_it_on_connecting()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var before = EventsOf(await shopper.Browser.VisitAsync($"/orders/{order}", ct));
        var page = await shopper.Browser.VisitAsync($"/orders/{order}", ct);
        Assert.Equal(before, EventsOf(page));
        await shopper.Browser.SubmitAsync(page, $"action=\"/orders/{order}/cancel\"", ct);

        using var answer = await shopper.Browser.FollowAsync(before, ct);
        await using var events = await EventsAsync(answer, ct);

        Assert.Equal("ping", (await NextAsync(events)).EventType);
        var missed = await NextAsync(events);
        Assert.Equal("state", missed.EventType);
        Assert.Matches(StatusOf("Отменён"), WebUtility.HtmlDecode(missed.Data));
    }

    [Fact]
    public async Task Other_visitors_cannot_follow_the_order()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        using var stranger = await Shopper.CreateAsync(shop, ct);

        using var guest = await stranger.Browser.FollowAsync($"/orders/{order}/events", ct);
        await stranger.RegisterAsync(ct);
        using var other = await stranger.Browser.FollowAsync($"/orders/{order}/events", ct);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), (guest.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task An_account_has_ten_open_streams_at_most()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var order = await shopper.RegisterAndOrderAsync(ct);
        var path = $"/orders/{order}/events";
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 10; i++)
            open.Add(await shopper.Browser.FollowAsync(path, ct));
        Assert.All(open, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));

        using (var refused = await shopper.Browser.FollowAsync(path, ct))
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);

        open[0].Dispose();
        await Eventually.WaitUntilAsync(
            async () =>
            {
                using var again = await shopper.Browser.FollowAsync(path, ct);
                return again.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            TimeSpan.FromSeconds(30),
            "a stream in the place of the closed one");
        open.ForEach(stream => stream.Dispose());
    }

    internal static string EventsOf(Page page) => WebUtility.HtmlDecode(EventsPath().Match(page.Html).Groups[1].Value);

    internal static async Task<IAsyncEnumerator<SseItem<string>>> EventsAsync(
        HttpResponseMessage answer,
        CancellationToken ct)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return SseParser.Create(await answer.Content.ReadAsStreamAsync(ct)).EnumerateAsync(ct).GetAsyncEnumerator(ct);
    }

    /// <summary>The next event, or the next one of this kind and with this status.</summary>
    internal static async Task<SseItem<string>> NextAsync(
        IAsyncEnumerator<SseItem<string>> events,
        string? kind = null,
        string? status = null)
    {
        do
        {
            var isThere = await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.True(isThere, $"The stream ended before the event {kind} {status}.");
        }
        while ((kind is not null && events.Current.EventType != kind)
            || (status is not null && !Regex.IsMatch(WebUtility.HtmlDecode(events.Current.Data), StatusOf(status))));
        return events.Current;
    }

    static string StatusOf(string text) => $"id=\"order-status\"[^>]*>({text})";

    [GeneratedRegex("data-events=\"([^\"]*)\"")]
    private static partial Regex EventsPath();
}
