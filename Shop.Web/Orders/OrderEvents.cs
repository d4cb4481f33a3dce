using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Accounts;
using Shop.Web.Components.Pages.Orders;
using Shop.Web.Http;

namespace Shop.Web.Orders;

/// <summary>
/// Tells an open page of an order what becomes of it: <c>state</c> is the part of the page that has changed, <c>over</c> the last of them, <c>ping</c> that there is
/// nothing to tell. Why it asks the API again and again is in docs/decisions/0006-live-orders.md.
/// </summary>
sealed class OrderEvents(OrderApi orders, IHttpContextAccessor visit, IHostApplicationLifetime site, TimeProvider time)
{
    // Things happen one soon after the other, and then for days nothing does.
    static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    // Who has gone without a word is found out by writing to them; and proxies give up what is silent for a minute.
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    // Then the browser comes again by itself, as whoever it is by now, perhaps to another replica.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    static readonly SseItem<string> Ping = new("-", "ping") { ReconnectionInterval = TimeSpan.FromSeconds(2) };

    public static void Map(IEndpointRouteBuilder order) =>
        order.MapGet("/events", Follow).DisableCookieRedirect().DisableHttpMetrics();

    public static string PathOf(OrderView order) => $"/orders/{order.Order.Id}/events?seen={order.Version}";

    static async Task<Results<ServerSentEventsResult<string>, NoContent, NotFound>> Follow(
        Guid id, string? seen, HttpContext http, OrderApi orders, SiteSession session, OrderEvents events, CancellationToken ct)
    {
        if (await orders.FindAsync(id, ct) is not { } order)
            return TypedResults.NotFound();
        var known = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : seen;
        // Which tells the browser not to come again.
        if (order.IsOver && order.Version == known)
            return TypedResults.NoContent();
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(events.FollowAsync(order, known, (await session.AccessAsync())!, ct));
    }

    async IAsyncEnumerable<SseItem<string>> FollowAsync(OrderView? order, string? known, string access, [EnumeratorCancellation] CancellationToken ct)
    {
        using var tooLong = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, site.ApplicationStopping, tooLong.Token);
        var (pause, told) = (ShortestPause, time.GetTimestamp());
        // At once, for the page to know that what is sent arrives.
        yield return Ping;
        while (order is not null)
        {
            if (order.Version != known)
            {
                yield return new(await Fragment.RenderAsync<OrderState>(visit.HttpContext!, new { View = order }), order.IsOver ? "over" : "state") { EventId = order.Version };
                (known, pause, told) = (order.Version, ShortestPause, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(told) > Silence)
            {
                yield return Ping;
                told = time.GetTimestamp();
            }
            if (order.IsOver)
                break;
            order = await LookAgainAsync(order, access, pause, end.Token);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    /// <summary>Null when it is time to end: the page was closed, the site stops, the session is over.</summary>
    async Task<OrderView?> LookAgainAsync(OrderView order, string access, TimeSpan pause, CancellationToken ct)
    {
        // A trace for each time would be one of nothing.
        Activity.Current = null;
        try
        {
            await Task.Delay(pause, time, ct);
            return await orders.FindAsAsync(order.Order.Id, access, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or ShopException { Code: ErrorCode.Unauthorized or ErrorCode.Forbidden })
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            // The API is away, and as far as anybody knows nothing has changed.
            return order;
        }
    }
}
