using Shop.Database;
using Shop.Pilot.Errors;

namespace Shop.Tests.Pilot;

static class Incidents
{
    public static Incident Of(string type, string? value = null, string? release = null, DateTimeOffset? at = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = at ?? TimeProvider.System.GetUtcNow(),
            Source = ErrorSource.Sdk,
            Platform = "csharp",
            Release = release,
            Environment = "test",
            Exceptions = [new(type, value, [new("Place", "Shop.Orders.OrderStore", "OrderStore.cs", 12)])]
        };

    /// <summary>
    /// A report of as many equal exceptions of a host, a minute apart, the newest of them now: "Order 0 is late".
    /// </summary>
    public static async Task<Guid> ThrowAsync(this ShopFixture shop, string type, int count, CancellationToken ct)
    {
        var writer = new IncidentWriter(shop.Database);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = count - 1; i >= 0; i--)
            await writer.WriteAsync(Late(type, i, now.AddMinutes(-i)), ct);
        var name = type[(type.LastIndexOf('.') + 1)..];
        return await shop.Database.ScalarAsync<Guid>(
            $"select id from pilot.error_reports where strpos(title, {name}) > 0", ct);
    }

    static Incident Late(string type, int order, DateTimeOffset at) => Of(type, release: "1.2.0", at: at) with
    {
        Source = ErrorSource.Host,
        Exceptions =
        [
            new(
                type,
                $"Order {order} is late",
                [
                    new("PlaceAsync", "Shop.Orders.OrderStore", "OrderStore.cs", 42),
                    new("InvokeAsync", "Microsoft.AspNetCore.Http.RequestDelegateFactory", InApp: false),
                    new("Place", "Shop.Api.Orders.OrderEndpoints", "OrderEndpoints.cs", 17)
                ])
        ],
        Transaction = "POST /api/orders",
        Method = "POST",
        Url = "https://shop.example/api/orders",
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        Tags = new Dictionary<string, string> { ["host"] = "api" },
        Breadcrumbs = [new(at.AddSeconds(-2), "http", "GET /api/cart")],
        Attachments =
        [
            new("host.log", "text/plain", 2_345, AttachmentContent.Whole, "Order is late"),
            new("all-of-it.log", null, 5_000_000, AttachmentContent.Beginning, "Order was early"),
            new("screen.png", "image/png", 345_678, AttachmentContent.Binary, null)
        ]
    };
}
