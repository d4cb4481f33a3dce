using System.Collections.Concurrent;
using System.Text;
using Shop.Load.Http;

namespace Shop.Tests.Load;

/// <summary>Answers the calls of personas from memory, and remembers them.</summary>
sealed class FakeShop : ITransport
{
    const string Goods =
        """
        [{"id":"0199a","name":"Lamp","price":990.00,"category":"Home","quantity":5,"rating":4.5},
         {"id":"0199b","name":"Phone","price":9990.00,"category":"Electronics","quantity":1,"rating":null}]
        """;

    public ConcurrentQueue<HttpCall> Calls { get; } = new();

    /// <summary>Statuses other than success, by the name of the call.</summary>
    public Dictionary<string, int> Refusals { get; } = [];

    public Func<HttpCall, CancellationToken, Task>? Delay { get; init; }

    public async ValueTask<Answer> SendAsync(HttpCall call, CancellationToken ct)
    {
        Calls.Enqueue(call);
        if (Delay is not null)
            await Delay(call, ct);
        if (Refusals.TryGetValue(call.Name, out var status))
            return Of(status, """{"title":"Out of stock"}""");
        return call.Name switch
        {
            "/api/products" => Of(200, Goods),
            "/user-api/register" => Of(201, """{"id":"0199c","username":"load"}"""),
            "/user-api/login" => Of(200, """{"access_token":"secret","token_type":"bearer"}"""),
            "/cart-api/cart/{user_id}/checkout" => Of(201, """{"id":"0199d","status":"PENDING"}"""),
            "/" => Of(200, """<link rel="stylesheet" href="app.abc.css"><a href="/products/0199e">x</a>"""),
            "/catalog" => Of(200, """<a href="/products/01997c5e-7f4e-7000-8000-000000000001">x</a>"""),
            _ => Of(200, "{}")
        };
    }

    static Answer Of(int status, string body) => new(status, body.Length, Encoding.UTF8.GetBytes(body), null);
}
