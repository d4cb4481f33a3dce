using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Shop.Tests.Resilience;

namespace Shop.Tests.Shipping;

/// <summary>A received request: "POST /v2/orders", its headers, its body.</summary>
sealed record Sent(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool Has(string part) =>
        Line.Contains(part, StringComparison.Ordinal) || Body.Contains(part, StringComparison.Ordinal);

    public override string ToString() =>
        $"{Line}\n{string.Join('\n', Headers.Select(header => $"{header.Key}: {header.Value}"))}\n{Body}";
}

/// <summary>A short response. Status 0 cuts the connection.</summary>
sealed record Reply(int Status, string Body)
{
    public static readonly Reply Lost = new(0, "");

    public static Reply Ok(string body) => new(200, body);
}

/// <summary>All three carriers behind one address. They answer as the test says, and successfully by default.</summary>
sealed class CarrierServer : IAsyncDisposable
{
    readonly ConcurrentQueue<Sent> _received = new();
    readonly Func<Sent, Reply?> _answer;
    FlakyServer? _server;

    CarrierServer(Func<Sent, Reply?> answer) => _answer = answer;

    public IReadOnlyList<Sent> Received => [.. _received];

    public Uri Url => _server!.Url;

    public static Task<CarrierServer> StartAsync(Reply reply) =>
        StartAsync(sent => sent.Has("/oauth/token") ? null : reply);

    public static async Task<CarrierServer> StartAsync(Func<Sent, Reply?> answer)
    {
        var server = new CarrierServer(answer);
        server._server = await FlakyServer.StartAsync(async (_, http) =>
        {
            var request = http.Request;
            var body = await new StreamReader(request.Body).ReadToEndAsync(http.RequestAborted);
            var sent = new Sent(
                $"{request.Method} {request.Path}{request.QueryString}",
                request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                body);
            server._received.Enqueue(sent);
            var reply = server._answer(sent) ?? CarrierWire.Good(sent);
            if (reply == Reply.Lost)
            {
                http.Abort();
                return;
            }
            http.Response.StatusCode = reply.Status;
            await http.Response.WriteAsync(reply.Body, http.RequestAborted);
        });
        return server;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
