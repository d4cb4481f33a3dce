using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>An order is priced by what is sent where, and goes with the carrier that was paid for.</summary>
public class OrderDeliveryTests(ShopFixture shop)
{
    [Theory]
    [InlineData("standard", "170000", 1, "cdek", "350.00")]
    [InlineData("standard", "170000", 200, "cdek", "5300.00")]
    [InlineData("boxberry", "170000", 5, "boxberry", "490.00")]
    [InlineData("standard", "678170", 3, "boxberry", "440.00")]
    public async Task Delivery_costs_what_the_carrier_takes_for_the_weight(
        string service, string code, int quantity, string carrier, string cost)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 200);

        using var response = await TryPlaceAsync(purchase, code, quantity, service, ct);
        var order = await response.AnswerAsync(HttpStatusCode.Created, ct);

        Assert.Equal(
            (carrier, cost, service),
            (
                (string)order["carrier"]!,
                order["shipping_cost"]!.ToJsonString(),
                (string)order["shipping_method"]!));
        using var quoted = await shop.Api.PostAsJsonAsync(
            "/api/shipping/calculate",
            new
            {
                service,
                destination = new { city = "Тверь", postal_code = code },
                items = purchase.Goods.Ids.Select(id => new { product_id = id, quantity })
            },
            ct);
        var quote = await quoted.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal((carrier, (decimal)order["shipping_cost"]!), ((string)quote["carrier"]!, (decimal)quote["cost"]!));
    }

    [Theory]
    [InlineData("000001", "standard")]
    [InlineData("164170", "russian_post")]
    [InlineData("689000", "boxberry")]
    public async Task An_order_to_where_no_carrier_goes_is_refused_and_reserves_nothing(string code, string service)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);

        using var refused = await TryPlaceAsync(purchase, code, 1, service, ct);

        await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity, ct);
        Assert.Equal((10, 0), await purchase.StockAsync(ct));
        Assert.Empty((await purchase.Customer.Api.GetJsonAsync("/api/orders", ct)).AsArray());
    }

    [Fact]
    public async Task Orders_of_the_same_weight_to_the_same_place_ask_the_carriers_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        const string Code = "170613";

        for (var quantity = 1; quantity <= 2; quantity++)
        {
            using var placed = await TryPlaceAsync(purchase, Code, quantity, "standard", ct);
            await placed.AnswerAsync(HttpStatusCode.Created, ct);
        }

        Assert.Single(
            await shop.WireMock.RequestsAsync(
                new
                {
                    method = "POST",
                    urlPath = "/v2/calculator/tariff",
                    bodyPatterns = WireMock.Body("$.to_location.postal_code", Code)
                },
                ct));
    }

    [Fact]
    public async Task The_parcel_that_was_priced_is_the_one_that_is_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await shop.Database.ExecuteAsync(
            $"""
            update catalog.products set grams = 9500, length = 65, width = 65, height = 22
            where id = {purchase.Goods.Ids[0]}
            """, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        Assert.Equal(("cdek", "1250.00"), ((string)order["carrier"]!, order["shipping_cost"]!.ToJsonString()));
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);
        // A change of the catalog changes no order.
        await shop.Database.ExecuteAsync(
            $"update catalog.products set grams = 1 where id = {purchase.Goods.Ids[0]}", ct);

        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        var sent = JsonNode.Parse((string)Assert.Single(await stubs.CreationsAsync(ct))["body"]!)!["packages"]![0]!;
        Assert.Equal(
            (19_000, 70, 70, 40, 9500),
            (
                (int)sent["weight"]!,
                (int)sent["length"]!,
                (int)sent["width"]!,
                (int)sent["height"]!,
                (int)sent["items"]![0]!["weight"]!));
    }

    [Fact]
    public async Task A_customer_can_choose_neither_another_carrier_nor_another_address_afterwards_but_support_can()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var support = await Customers.SupportAsync(shop, ct);
        foreach (var (api, carrier) in ((HttpClient, string)[])
            [(purchase.Customer.Api, "cdek"), (support.Api, "russian_post")])
        {
            var order = await purchase.PlaceAsync(ct);
            // Paid, but no message tells the worker, which would ship it at once.
            await shop.Database.ExecuteAsync(
                $"""
                update orders.orders set status = 'confirmed', payment_status = 'paid', payment_processed = true
                where id = {(Guid)order["id"]!}
                """, ct);

            using var response = await api.PostAsJsonAsync(
                "/api/shipping/create",
                new
                {
                    order_id = (string)order["id"]!,
                    service = "russian_post",
                    recipient = new { name = "Анна Ким", phone = "+79001234567", address = "420000, Казань, Мира, 1" }
                },
                ct);

            var shipment = await response.AnswerAsync(HttpStatusCode.Created, ct);
            Assert.Equal(carrier, (string)shipment["carrier"]!);
            var recipient = await shop.Database.ScalarAsync<string>(
                $"select recipient::text from shipping.shipments where order_id = {(Guid)order["id"]!}", ct);
            Assert.Contains(
                carrier == "cdek" ? "170000, Тверь, Лесная, 5" : "420000, Казань, Мира, 1",
                JsonNode.Parse(recipient!)!.AsObject().Select(field => (string)field.Value!));
        }
    }

    static Task<HttpResponseMessage> TryPlaceAsync(
        Purchase purchase, string code, int quantity, string service, CancellationToken ct) =>
        purchase.Customer.Api.PostAsJsonAsync(
            "/api/orders",
            new
            {
                shipping_address = new
                {
                    first_name = "Анна",
                    street = "Лесная, 5",
                    city = "Тверь",
                    postal_code = code
                },
                shipping_method = service,
                items = purchase.Goods.Ids.Select(id => new { product_id = id, quantity })
            },
            ct);
}
