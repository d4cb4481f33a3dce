using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TicketSales;

public enum StubFault { Unavailable, RateLimit, Empty, Half, Reset }

/// <summary>
/// QTickets REST v1 over a <see cref="BoxOffice"/>. WireMock's scenarios cannot hold its state: what a list answers
/// depends on the filter in the body of a GET and on all changes before.
/// </summary>
public sealed class QTicketsStub : IAsyncDisposable
{
    const string Root = "/api/rest/v1";

    readonly Queue<StubFault> _faults = new();
    readonly WebApplication _server;
    readonly int _perPage;
    int _requests;

    QTicketsStub(WebApplication server, BoxOffice office, int perPage) =>
        (_server, Office, _perPage) = (server, office, perPage);

    public BoxOffice Office { get; }

    public Uri Address => new(_server.Urls.First());

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>
    /// Called before an answer with the number of the request, from 1: the box office is busy meanwhile.
    /// </summary>
    public Func<int, Task>? Before { get; set; }

    public static async Task<QTicketsStub> StartAsync(
        BoxOffice? office = null, int perPage = 100, string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls(address);
        var stub = new QTicketsStub(builder.Build(), office ?? new(), perPage);
        stub._server.UseRouting();
        stub._server.Use(stub.AnswerAsync);
        await stub._server.StartAsync();
        return stub;
    }

    /// <summary>The next requests fail, each in one of these ways.</summary>
    public void Fail(params ReadOnlySpan<StubFault> faults)
    {
        lock (_faults)
            foreach (var fault in faults)
                _faults.Enqueue(fault);
    }

    /// <summary>No further request fails.</summary>
    public void Recover()
    {
        lock (_faults)
            _faults.Clear();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/box-office/", StringComparison.Ordinal))
        {
            await ChangeAsync(context, path["/box-office/".Length..]);
            return;
        }
        var number = Interlocked.Increment(ref _requests);
        if (Before is { } before)
            await before(number);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        StubFault? fault;
        lock (_faults)
            fault = _faults.TryDequeue(out var queued) ? queued : null;
        // The clock of the box office, as the Date header of a server is its own.
        context.Response.Headers.Date = Office.Now.ToString("R", CultureInfo.InvariantCulture);
        var (status, answer) = !path.StartsWith(Root, StringComparison.Ordinal) ? (404, Error(404))
            : context.Request.Headers.Authorization.ToString() is not ['B', 'e', 'a', 'r', 'e', 'r', ' ', _, ..]
                ? (401, Error(401))
            : Answer(path[Root.Length..].Trim('/').Split('/'), body);
        await SendAsync(context, fault, status, answer);
    }

    (int Status, JsonNode? Answer) Answer(string[] path, string body) => path switch
    {
        // Without a filter in the body QTickets answers like this.
        ["orders" or "events"] when body.Length == 0 => (503, null),
        ["orders" or "events"] => List(path[0], JsonNode.Parse(body)!.AsObject()),
        ["orders", var id] => One(Office.Order(Number(id))),
        ["events", var id] => One(Office.Event(Number(id))),
        ["shows", var id, "seats"] => One(Office.Seats(Number(id))),
        _ => (404, Error(404))
    };

    (int, JsonNode) List(string resource, JsonObject filter)
    {
        var (rows, total) = Office.List(resource, filter["where"]?.AsArray() ?? [], _perPage);
        return (200, new JsonObject
        {
            ["data"] = new JsonArray([.. rows]),
            ["paging"] = new JsonObject { ["perPage"] = _perPage, ["currentPage"] = 1, ["total"] = total }
        });
    }

    static (int, JsonNode) One(JsonObject? found) =>
        found is null ? (404, Error(404)) : (200, new JsonObject { ["data"] = found });

    static long Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1;

    static JsonObject Error(int status) => new() { ["error"] = "Some error", ["status"] = status };

    static async Task SendAsync(HttpContext context, StubFault? fault, int status, JsonNode? answer)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        var bytes = answer is null ? [] : Encoding.UTF8.GetBytes(answer.ToJsonString());
        switch (fault)
        {
            case StubFault.Unavailable:
                response.StatusCode = 503;
                break;
            case StubFault.RateLimit:
                response.StatusCode = 429;
                response.Headers.RetryAfter = "1";
                await response.Body.WriteAsync(Encoding.UTF8.GetBytes(Error(429).ToJsonString()));
                break;
            case StubFault.Empty:
                break;
            case StubFault.Half:
                await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
                break;
            case StubFault.Reset:
                context.Abort();
                break;
            default:
                response.StatusCode = status;
                await response.Body.WriteAsync(bytes);
                break;
        }
    }

    /// <summary>
    /// Changes from outside, for development: <c>POST /box-office/sell?event=1&amp;show=10&amp;price=1500</c>,
    /// <c>/pay</c>, <c>/refund</c>, <c>/price</c>, <c>/delete</c>, <c>/restore</c>, <c>/purge</c> with <c>?order=1</c>,
    /// and <c>/fail?with=Half</c>.
    /// </summary>
    async Task ChangeAsync(HttpContext context, string change)
    {
        try
        {
            var query = context.Request.Query;
            var order = Number(query["order"].ToString());
            var price = decimal.TryParse(query["price"], CultureInfo.InvariantCulture, out var given) ? given : 1000;
            switch (change)
            {
                case "sell":
                    var (eventId, show) = (Number(query["event"].ToString()), Number(query["show"].ToString()));
                    order = Office.Sell(eventId, show, query["utm"], price);
                    break;
                case "pay":
                    Office.Pay(order);
                    break;
                case "refund":
                    Office.Refund(order);
                    break;
                case "price":
                    Office.ChangePrice(order, price);
                    break;
                case "delete":
                    Office.Delete(order);
                    break;
                case "restore":
                    Office.Restore(order);
                    break;
                case "purge":
                    Office.Purge(order);
                    break;
                case "fail" when Enum.TryParse<StubFault>(query["with"], ignoreCase: true, out var fault):
                    Fail(fault);
                    break;
                default:
                    context.Response.StatusCode = 404;
                    return;
            }
            await JsonSerializer.SerializeAsync(context.Response.Body, new { order });
        }
        catch (KeyNotFoundException)
        {
            context.Response.StatusCode = 404;
        }
    }
}
