using System.Collections.Concurrent;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Carts;
using Shop.Orders;

namespace Shop.Tests.Web;

/// <summary>
/// Open pages of an order when the API, their visitors or the site go away. The test has its own site and a fake API.
/// </summary>
public sealed class OrderEventFaultTests : IAsyncLifetime
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);
    static readonly Guid User = Guid.CreateVersion7();

    readonly Guid _order = Guid.CreateVersion7();
    FakeApi? _api;
    HostProcess? _site;
    Visitor? _visitor;
    string _path = "";
    volatile OrderStatus _status = OrderStatus.Pending;
    volatile int _code = 200;
    readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    /// <summary>A signed-in customer has the order's page open.</summary>
    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _api = await FakeApi.StartAsync(AnswerAsync, ct);
        _site = await _api.SiteAsync(ct);
        _visitor = new(_site.Address);
        var cart = await _visitor.SubmitAsync(
            await _visitor.VisitAsync("/login?return=/cart", ct),
            "value=\"login\"",
            ct,
            ("Email", "anna@example.com"),
            ("Password", "any at all"));
        Assert.Equal("/cart", cart.Path);
        _path = OrderEventTests.EventsOf(await _visitor.VisitAsync($"/orders/{_order}", ct));
    }

    [Fact]
    public async Task Polling_continues_when_the_API_comes_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var events = await FollowAsync(ct);

        _code = 503;
        var before = RequestsFor(_order);
        await Eventually.WaitUntilTrueAsync(
            () => RequestsFor(_order) > before + 1,
            WaitLimit,
            "the site asks an API that is away");
        (_status, _code) = (OrderStatus.Confirmed, 200);

        Assert.Contains(
            "Оплачен",
            WebUtility.HtmlDecode((await OrderEventTests.NextAsync(events, "state")).Data),
            StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_from_a_newer_API_does_not_break_the_page()
    {
        var ct = TestContext.Current.CancellationToken;

        _status = EnumNames.Unknown<OrderStatus>();
        var page = await _visitor!.VisitAsync($"/orders/{_order}", ct);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Has("Неизвестно"), page.Text);
    }

    [Fact]
    public async Task The_end_of_the_session_ends_the_stream()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var events = await FollowAsync(ct);

        _code = 401;

        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(WaitLimit, ct));
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_pages_cause_no_polling_and_open_ones_do_not_delay_shutdown()
    {
        var ct = TestContext.Current.CancellationToken;

        // Half of what one account may have open, so that no page has to wait until the others are closed.
        const int Pages = 5;

        var pages = await Task.WhenAll(Enumerable.Range(0, Pages).Select(_ => _visitor!.FollowAsync(_path, ct)));
        var before = RequestsFor(_order);
        await Eventually.WaitUntilTrueAsync(
            () => RequestsFor(_order) >= before + Pages,
            WaitLimit,
            "each open page polls");
        foreach (var page in pages)
            page.Dispose();
        await Eventually.WaitUntilAsync(PollsWhileAnotherPagePollsAsync, polls => polls == 0, WaitLimit, "no polling");

        pages = await Task.WhenAll(Enumerable.Range(0, Pages).Select(_ => _visitor!.FollowAsync(_path, ct)));
        Assert.InRange(await _site!.TerminateAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
        foreach (var page in pages)
            page.Dispose();

        // A page that was opened later polls more often than the closed ones would: after 1, 1.5 and 2.25 seconds.
        async Task<int> PollsWhileAnotherPagePollsAsync()
        {
            var other = Guid.CreateVersion7();
            var start = RequestsFor(_order);
            using var page = await _visitor!.FollowAsync($"/orders/{other}/events", ct);
            await Eventually.WaitUntilTrueAsync(
                () => RequestsFor(other) == 1 + 3,
                WaitLimit,
                "a new page asks for its order and polls three times");
            return RequestsFor(_order) - start;
        }
    }

    /// <summary>Returns after the ping that confirms the connection.</summary>
    async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(CancellationToken ct)
    {
        var events = await OrderEventTests.EventsAsync(await _visitor!.FollowAsync(_path, ct), ct);
        await OrderEventTests.NextAsync(events, "ping");
        return events;
    }

    int RequestsFor(Guid order) => _requests.GetValueOrDefault($"/api/orders/{order}");

    Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/api/auth/login" => http.AnswerSignedInAsync(User),
        "/api/cart" => http.AnswerAsync(200, JsonSerializer.Serialize(Cart.Of([]), CartJson.Default.Cart)),
        "/api/auth/refresh" => http.AnswerAsync(401, "{}"),
        _ => OrderAsync(http)
    };

    Task OrderAsync(HttpContext http)
    {
        _requests.AddOrUpdate(http.Request.Path.Value!, 1, (_, count) => count + 1);
        if (_code != 200)
            return http.AnswerAsync(_code, "{}");
        var order = new Order(
            Id: Guid.TryParse(http.Request.Path.Value!.Split('/')[^1], out var id) ? id : _order,
            Number: "S-1",
            UserId: User,
            Status: _status,
            PaymentStatus: PaymentStatus.Unpaid,
            Items: "[]",
            Subtotal: 1,
            ShippingCost: 2,
            Total: 3,
            Currency: "RUB",
            PaymentMethod: null,
            ShippingMethod: "cdek",
            InventoryReserved: true,
            PaymentProcessed: false,
            ShippingCreated: false,
            ShippingAddress: null,
            BillingAddress: null,
            CreatedAt: DateTimeOffset.UnixEpoch,
            ExpiresAt: null,
            History: "[]");
        return http.AnswerAsync(200, JsonSerializer.Serialize(order, OrdersJson.Default.Order));
    }

    public async ValueTask DisposeAsync()
    {
        _visitor?.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
        if (_api is not null)
            await _api.DisposeAsync();
    }
}
