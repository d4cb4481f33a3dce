using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;

namespace Shop.Tests.Pilot;

/// <summary>Errors for the tests of pages, as people and hosts report them.</summary>
static class KnownErrors
{
    /// <summary>A person's report.</summary>
    public static async Task<Guid> ReportAsync(
        ShopFixture shop, string title, CancellationToken ct, string severity = "high", string module = "carts")
    {
        var customer = await Customers.RegisterAsync(shop, ct);
        using var response = await customer.Api.PostAsJsonAsync("/api/feedback/errors", new
        {
            title,
            description = "После нажатия «Оформить» страница пустая.",
            actual_behavior = "После нажатия «Оформить» страница пустая.",
            expected_behavior = "Страница с адресом.",
            category = "functionality",
            severity,
            module,
            url = "https://shop.example/cart"
        }, ct);
        return (Guid)(await response.AnswerAsync(HttpStatusCode.Created, ct))["id"]!;
    }

    /// <summary>A group of as many equal exceptions of a host, a minute apart, the newest of them now.</summary>
    public static async Task<Guid> ThrowAsync(ShopFixture shop, string type, int count, CancellationToken ct)
    {
        var writer = new IncidentWriter(shop.Database);
        var now = DateTimeOffset.UtcNow;
        for (var i = count - 1; i >= 0; i--)
            await writer.WriteAsync(Incident(type, now.AddMinutes(-i), i), ct);
        return await shop.Database.ScalarAsync<Guid>(
            $"select id from pilot.error_reports where strpos(title, {type}) > 0", ct);
    }

    static Incident Incident(string type, DateTimeOffset at, int number) => new()
    {
        Id = Guid.CreateVersion7(),
        At = at,
        Source = ReportSource.Host,
        Platform = "csharp",
        Exceptions =
        [
            new(
                type,
                $"Order {number} is late",
                [
                    new("PlaceAsync", "Shop.Orders.OrderStore", "OrderStore.cs", 42),
                    new("InvokeAsync", "Microsoft.AspNetCore.Http.RequestDelegateFactory", InApp: false),
                    new("Place", "Shop.Api.Orders.OrderEndpoints", "OrderEndpoints.cs", 17)
                ])
        ],
        Transaction = "POST /api/orders",
        Url = "https://shop.example/api/orders",
        Release = "1.2.0",
        Environment = "pilot",
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        Tags = new Dictionary<string, string> { ["host"] = "api" },
        Breadcrumbs = [new(at.AddSeconds(-2), "http", "GET /api/cart")]
    };
}
