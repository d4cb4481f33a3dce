using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

public class ShippingTests(ShopFixture shop)
{
    static readonly object Recipient = new { name = "Анна Ким", phone = "+79001234567", address = "170000, Тверь, Лесная, 5" };

    [Fact]
    public async Task A_way_has_a_price_and_a_time()
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsJsonAsync("/api/shipping/calculate", new
        {
            destination = new { city = "Казань", postal_code = "420000" },
            packages = new[] { new { weight = 2.5, dimensions = new { length = 30, width = 20, height = 10 } } }
        }, ct);

        var answer = await response.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(("cdek", "cdek", 5, 425m), ((string)answer["service"]!, (string)answer["carrier"]!, (int)answer["delivery_days"]!, (decimal)answer["cost"]!));
        Assert.Single(answer["quotes"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"destination": {"city": "Нигде", "postal_code": "000001"}, "packages": [{"weight": 1}]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"destination": {"city": "Тверь", "postal_code": "170000"}, "packages": [{"weight": 1}], "service": "pigeon"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"packages": [{"weight": 1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"destination": {"city": "", "postal_code": ""}}""", HttpStatusCode.BadRequest)]
    public async Task A_way_that_does_not_exist_is_refused(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync("/api/shipping/calculate", new StringContent(body, null, "application/json"), ct);

        await response.ProblemAsync(status, ct);
    }

    [Fact]
    public async Task Asking_for_a_shipment_twice_and_at_the_same_time_creates_one()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var early = await purchase.Customer.Api.PostAsJsonAsync("/api/shipping/create", new { order_id = (string)order["id"]!, service = "cdek", recipient = Recipient }, ct);
        await early.ProblemAsync(HttpStatusCode.Conflict, ct);
        await purchase.PayAsync(order, ct);
        await purchase.BecomesAsync(order, "processing", ct);

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var response = await purchase.Customer.Api.PostAsJsonAsync("/api/shipping/create", new { order_id = (string)order["id"]!, service = "cdek", recipient = Recipient }, ct);
            var shipment = await response.AnswerAsync(HttpStatusCode.Created, ct);
            Assert.Equal(("cdek", "created"), ((string)shipment["carrier"]!, (string)shipment["status"]!));
            Assert.NotEmpty((string)shipment["tracking_number"]!);
            return (string)shipment["id"]!;
        }));

        Assert.Single(ids.Distinct());
        Assert.Single(await OrdersAtCdekAsync(order, ct));
    }

    [Fact]
    public async Task A_parcel_is_followed_until_it_is_there()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 3);
        await purchase.PayAsync(order, ct);
        await purchase.BecomesAsync(order, "processing", ct);
        // The stub's parcels age with the time in their ids: this one was sent two minutes ago.
        await shop.Database.ExecuteAsync(
            $"""
            update shipping.shipments set next_check_at = now(),
                provider_id = left(provider_id, 24) || substr(((extract(epoch from now()) * 1000)::bigint - 120000)::text, 2)
            where order_id = {(Guid)order["id"]!}
            """, ct);

        var delivered = await purchase.BecomesAsync(order, "delivered", ct);

        Assert.Equal(["shipped", "delivered"], delivered["history"]!.AsArray().Select(step => (string)step!["note"]!).TakeLast(2));
        Assert.Equal((7, 0), await purchase.StockAsync(ct));
        var shipment = await shop.Database.ScalarAsync<Guid>($"select id from shipping.shipments where order_id = {(Guid)order["id"]!}", ct);
        var tracking = await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{shipment}", ct);
        Assert.Equal("delivered", (string)tracking["status"]!);
        Assert.Equal(["Создан", "Сдан перевозчику в городе отправителе", "Вручён"], tracking["events"]!.AsArray().Select(step => (string)step!["status"]!));
        Assert.True(JsonNode.DeepEquals(tracking, await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{tracking["tracking_number"]}", ct)));
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/api/shipping/tracking/{shipment}", ct);
        await theirs.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    Task<List<JsonObject>> OrdersAtCdekAsync(JsonObject order, CancellationToken ct) =>
        shop.WireMock.RequestsAsync(new { method = "POST", urlPath = "/v2/orders", bodyPatterns = WireMock.Body("$.number", (string)order["number"]!) }, ct);
}
