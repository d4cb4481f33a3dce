using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Accounts;
using Shop.Web.Components.Pages.Orders;
using Shop.Web.Http;

namespace Shop.Web.Orders;

/// <summary>
/// Server-sent events for an open order page: <c>state</c> carries the changed part of the page, <c>over</c> is the
/// last change, <c>ping</c> is a heartbeat. docs/decisions/0006-live-orders.md says why the site polls the API.
/// </summary>
sealed class OrderEvents(
    OrderApi orders, IHttpContextAccessor accessor, IHostApplicationLifetime lifetime, TimeProvider time)
{
    // Changes come in bursts, with days of nothing between them.
    static readonly TimeSpan MinPollInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(5);
    // A ping detects a lost client, and proxies close a connection that is idle for a minute.
    static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    // After that the browser reconnects with its current session, perhaps to another replica.
    static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(10);
    static readonly SseItem<string> Ping = new("-", "ping") { ReconnectionInterval = TimeSpan.FromSeconds(2) };

    public static void Map(IEndpointRouteBuilder order) =>
        order.MapGet("/events", Follow).DisableCookieRedirect().DisableHttpMetrics();

    public static string PathOf(OrderView order) => $"/orders/{order.Order.Id}/events?seen={order.Version}";

    static async Task<Results<ServerSentEventsResult<string>, NoContent, NotFound>> Follow(
        Guid id,
        string? seen,
        HttpContext http,
        OrderApi orders,
        SiteSession session,
        OrderEvents events,
        OpenStreams streams,
        CancellationToken ct)
    {
        if (await orders.FindAsync(id, ct) is not { } order)
            return TypedResults.NotFound();
        var known = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : seen;
        // 204 tells the browser not to reconnect.
        if (order.IsOver && order.Version == known)
            return TypedResults.NoContent();
        var stream = streams.TryEnter(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!)
            ?? throw new ShopException(ErrorCode.TooManyRequests, "Too many pages follow orders.");
        http.Response.RegisterForDispose(stream);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(events.FollowAsync(order, known, (await session.AccessAsync())!, ct));
    }

    async IAsyncEnumerable<SseItem<string>> FollowAsync(
        OrderView? order, string? known, string access, [EnumeratorCancellation] CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(MaxDuration, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            ct, lifetime.ApplicationStopping, timeout.Token);
        var (interval, lastSent) = (MinPollInterval, time.GetTimestamp());
        // An immediate ping tells the page that events arrive.
        yield return Ping;
        while (order is not null)
        {
            if (order.Version != known)
            {
                var html = await Fragment.RenderAsync<OrderState>(accessor.HttpContext!, new { View = order });
                yield return new(html, order.IsOver ? "over" : "state") { EventId = order.Version };
                (known, interval, lastSent) = (order.Version, MinPollInterval, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(lastSent) > PingInterval)
            {
                yield return Ping;
                lastSent = time.GetTimestamp();
            }
            if (order.IsOver)
                break;
            order = await PollAsync(order, access, interval, end.Token);
            interval = interval * 1.5 < MaxPollInterval ? interval * 1.5 : MaxPollInterval;
        }
    }

    /// <summary>Null ends the stream: the page was closed, the site stops, or the session is over.</summary>
    async Task<OrderView?> PollAsync(OrderView order, string access, TimeSpan interval, CancellationToken ct)
    {
        // A trace of every poll would be noise.
        Activity.Current = null;
        try
        {
            await Task.Delay(interval, time, ct);
            return await orders.FindWithTokenAsync(order.Order.Id, access, ct);
        }
        catch (Exception e) when (e is OperationCanceledException
            or ShopException { Code: ErrorCode.Unauthorized or ErrorCode.Forbidden })
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            // The API is unavailable: report no change and poll again.
            return order;
        }
    }
}
