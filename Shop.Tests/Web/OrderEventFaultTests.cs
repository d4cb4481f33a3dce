using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Carts;
using Shop.Orders;

namespace Shop.Tests.Web;

/// <summary>What open pages of an order do when the API, their visitors or the site itself go away: a site of its own, before an API that a test speaks for.</summary>
public sealed class OrderEventFaultTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly Guid User = Guid.CreateVersion7();

    readonly Guid _order = Guid.CreateVersion7();
    StandInApi? _api;
    HostProcess? _site;
    Visitor? _visitor;
    string _path = "";
    volatile string _status = "pending";
    volatile int _code = 200;
    int _looks;

    /// <summary>Somebody is signed in and has the page of the order before them.</summary>
    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _api = await StandInApi.StartAsync(AnswerAsync, ct);
        _site = await _api.SiteAsync(ct);
        _visitor = new(_site.Address);
        var cart = await _visitor.SubmitAsync(await _visitor.VisitAsync("/login?return=/cart", ct), "value=\"login\"", ct, ("Email", "anna@example.com"), ("Password", "any at all"));
        Assert.Equal("/cart", cart.Path);
        _path = OrderEventTests.EventsOf(await _visitor.VisitAsync($"/orders/{_order}", ct));
    }

    [Fact]
    public async Task An_api_that_comes_back_is_asked_on()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var events = await FollowAsync(ct);

        _code = 503;
        var before = _looks;
        await Eventually.BecomesTrueAsync(() => _looks > before + 1, Patience, "the site asks an API that is away");
        (_status, _code) = ("confirmed", 200);

        Assert.Contains("Оплачен", WebUtility.HtmlDecode((await OrderEventTests.NextAsync(events, "state")).Data), StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_ends_ends_the_stream()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var events = await FollowAsync(ct);

        _code = 401;

        Assert.False(await events.MoveNextAsync().AsTask().WaitAsync(Patience, ct));
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_asked_for_pages_that_were_closed_and_the_site_stops_with_pages_open()
    {
        var ct = TestContext.Current.CancellationToken;

        var pages = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _visitor!.FollowAsync(_path, ct)));
        var before = _looks;
        await Eventually.BecomesTrueAsync(() => _looks >= before + 200, Patience, "each open page asks");
        foreach (var page in pages)
            page.Dispose();
        await Eventually.BecomesAsync(LooksWithinTwoRoundsAsync, looks => looks == 0, Patience, "nobody asks any more");

        pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _visitor!.FollowAsync(_path, ct)));
        Assert.InRange(await _site!.InterruptAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("fail:", _site!.Console, StringComparison.Ordinal);
        foreach (var page in pages)
            page.Dispose();

        async Task<int> LooksWithinTwoRoundsAsync()
        {
            var at = _looks;
            await Task.Delay(TimeSpan.FromSeconds(6), ct);
            return _looks - at;
        }
    }

    /// <summary>After the ping that says that it is heard.</summary>
    async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(CancellationToken ct)
    {
        var events = await OrderEventTests.EventsAsync(await _visitor!.FollowAsync(_path, ct), ct);
        await OrderEventTests.NextAsync(events, "ping");
        return events;
    }

    Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/api/auth/login" => http.AnswerSignedInAsync(User),
        "/api/cart" => http.AnswerAsync(200, JsonSerializer.Serialize(Cart.Of([]), CartJson.Default.Cart)),
        "/api/auth/refresh" => http.AnswerAsync(401, "{}"),
        _ => OrderAsync(http)
    };

    Task OrderAsync(HttpContext http)
    {
        Interlocked.Increment(ref _looks);
        return _code != 200 ? http.AnswerAsync(_code, "{}") : http.AnswerAsync(200, JsonSerializer.Serialize(new Order(
            _order, "S-1", User, _status, "unpaid", "[]", 1, 2, 3, "RUB", null, "cdek", true, false, false, null, null, DateTimeOffset.UnixEpoch, null, "[]"), OrdersJson.Default.Order));
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
