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
    static readonly object Recipient = new
    {
        name = "Анна Ким",
        phone = "+79001234567",
        address = "170000, Тверь, Лесная, 5"
    };

    [Fact]
    public async Task A_quote_has_a_price_and_a_delivery_time()
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsJsonAsync("/api/shipping/calculate", new
        {
            destination = new { city = "Казань", postal_code = "420000" },
            packages = new[] { new { weight = 2.5, dimensions = new { length = 30, width = 20, height = 10 } } }
        }, ct);

        var answer = await response.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(
            ("cdek", "cdek", 5, 425m),
            (
                (string)answer["service"]!,
                (string)answer["carrier"]!,
                (int)answer["delivery_days"]!,
                (decimal)answer["cost"]!));
        Assert.Equal(
            [("cdek", 425m), ("boxberry", 465m), ("russian_post", 516m)],
            answer["quotes"]!.AsArray().Select(quote => ((string)quote!["carrier"]!, (decimal)quote["cost"]!)));
    }

    [Theory]
    [InlineData("Мирный, Якутия", "678170", "standard", "boxberry", "russian_post")]
    [InlineData("Анадырь", "689000", "standard", "cdek", "russian_post")]
    [InlineData("Мирный", "164170", "standard", "cdek", "boxberry")]
    [InlineData("Тверь", "170000", "russian_post", "russian_post")]
    public async Task The_cheapest_carrier_is_chosen_unless_one_is_named(
        string city,
        string code,
        string service,
        params string[] carriers)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/shipping/calculate",
            new { service, destination = new { city, postal_code = code }, packages = new[] { new { weight = 1 } } },
            ct);

        var answer = await response.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(carriers[0], (string)answer["carrier"]!);
        Assert.Equal(carriers, answer["quotes"]!.AsArray().Select(quote => (string)quote!["carrier"]!));
    }

    [Fact]
    public async Task A_slow_carrier_is_left_out_of_the_answer()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stubs = new StubOverrides(shop.WireMock);
        await stubs.AnswerAsync(
            new
            {
                method = "POST",
                urlPath = "/v2/calculator/tariff",
                bodyPatterns = WireMock.Body("$.to_location.postal_code", "170777")
            },
            new
            {
                status = 200,
                fixedDelayMilliseconds = 15_000,
                jsonBody = new { total_sum = 1, period_min = 1, period_max = 1 }
            },
            ct);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        using var response = await shop.Api.PostAsJsonAsync(
            "/api/shipping/calculate",
            new { destination = new { city = "Тверь", postal_code = "170777" } },
            ct);

        var answer = await response.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal(
            ["boxberry", "russian_post"],
            answer["quotes"]!.AsArray().Select(quote => (string)quote!["carrier"]!));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData(
        """{"destination": {"city": "Нигде", "postal_code": "000001"}, "packages": [{"weight": 1}]}""",
        HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """
        {"destination": {"city": "Тверь", "postal_code": "170000"}, "packages": [{"weight": 1}], "service": "pigeon"}
        """,
        HttpStatusCode.BadRequest)]
    [InlineData("""{"packages": [{"weight": 1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"destination": {"city": "", "postal_code": ""}}""", HttpStatusCode.BadRequest)]
    public async Task An_invalid_destination_or_service_is_refused(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.PostAsync(
            "/api/shipping/calculate",
            new StringContent(body, null, "application/json"),
            ct);

        await response.ProblemAsync(status, ct);
    }

    [Fact]
    public async Task Concurrent_requests_create_one_shipment()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var early = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/shipping/create",
            new { order_id = (string)order["id"]!, service = "cdek", recipient = Recipient },
            ct);
        await early.ProblemAsync(HttpStatusCode.Conflict, ct);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var response = await purchase.Customer.Api.PostAsJsonAsync(
                "/api/shipping/create",
                new { order_id = (string)order["id"]!, service = "cdek", recipient = Recipient },
                ct);
            var shipment = await response.AnswerAsync(HttpStatusCode.Created, ct);
            Assert.Equal(("cdek", "created"), ((string)shipment["carrier"]!, (string)shipment["status"]!));
            Assert.NotEmpty((string)shipment["tracking_number"]!);
            return (string)shipment["id"]!;
        }));

        Assert.Single(ids.Distinct());
        Assert.Single(await OrdersAtCdekAsync(order, ct));
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, "Создан", "Сдан перевозчику в городе отправителе", "Вручён")]
    [InlineData(CarrierHost.Boxberry, "Загружен реестр ИМ", "Отправлено в город назначения", "Выдано")]
    [InlineData(CarrierHost.Post, "Прием: Единичный", "Вручение: Вручение адресату")]
    public async Task A_parcel_is_tracked_until_delivery(string carrier, params string[] steps)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 3, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        Assert.Single(await stubs.CreationsAsync(ct));
        await stubs.MakeDueAsync(ct);

        var delivered = await purchase.WaitUntilAsync(order, "delivered", ct);

        Assert.Equal(
            ["shipped", "delivered"],
            delivered["history"]!.AsArray().Select(step => (string)step!["note"]!).TakeLast(2));
        Assert.Equal((7, 0), await purchase.StockAsync(ct));
        var shipment = await stubs.ShipmentAsync<Guid>(Sql.Of($"id"), ct);
        var tracking = await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{shipment}", ct);
        Assert.Equal((carrier, "delivered"), ((string)tracking["carrier"]!, (string)tracking["status"]!));
        var followed = tracking["events"]!.AsArray().Select(step => (string)step!["status"]!).ToList();
        Assert.Equal(steps, followed.Take(steps.Length));
        // If the parcel was polled before it was aged, its first status is there once more, two minutes later.
        Assert.All(followed.Skip(steps.Length), step => Assert.Equal(steps[0], step));
        Assert.True(
            JsonNode.DeepEquals(
                tracking,
                await purchase.Customer.Api.GetJsonAsync($"/api/shipping/tracking/{tracking["tracking_number"]}", ct)));
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/api/shipping/tracking/{shipment}", ct);
        await theirs.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    [Theory]
    [InlineData(CarrierHost.Cdek)]
    [InlineData(CarrierHost.Boxberry)]
    [InlineData(CarrierHost.Post)]
    public async Task A_parcel_whose_response_was_lost_is_found_and_not_created_twice(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await stubs.LoseFirstResponseAsync(ct);

        await purchase.PayAsync(order, ct);
        var sent = await purchase.WaitUntilAsync(order, "processing", ct);

        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.Equal(
            (2, true),
            (
                await stubs.ShipmentAsync<int>(Sql.Of($"attempts"), ct),
                await stubs.ShipmentAsync<bool>(Sql.Of($"tracking_number is not null"), ct)));
        Assert.Single(
            sent["history"]!.AsArray(),
            step => ((string)step!["note"]!).StartsWith("shipment ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CarrierHost.Cdek, false)]
    [InlineData(CarrierHost.Boxberry, false)]
    [InlineData(CarrierHost.Post, false)]
    [InlineData(CarrierHost.Cdek, true)]
    public async Task The_parcel_of_a_cancelled_or_refunded_order_is_cancelled_at_its_carrier(
        string carrier,
        bool paidBack)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        using var given = paidBack
            ? await purchase.Customer.Api.PostAsJsonAsync(
                "/api/payments/refund",
                new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, reason = "?" },
                ct)
            : await purchase.Customer.Api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
        given.EnsureSuccessStatusCode();

        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is taken back");
        Assert.Single(await stubs.CancellationsAsync(ct));
    }

    [Fact]
    public async Task Cancelling_and_then_refunding_an_order_cancels_its_parcel_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Boxberry, order);
        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);
        await stubs.AnswerCancellationsAsync(
            new { status = 200, jsonBody = new { text = "ok" }, fixedDelayMilliseconds = 2000 },
            ct);

        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel",
            new { },
            ct);
        cancelled.EnsureSuccessStatusCode();
        await purchase.WaitForRefundAsync(order, ct);

        await Eventually.WaitUntilAsync(
            () => stubs.ShipmentAsync<string>(Sql.Of($"status"), ct),
            status => status == "cancelled",
            TimeSpan.FromSeconds(60),
            "the parcel is taken back");
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from messaging.inbox i join orders.history h using (message_id)
                where h.order_id = {(Guid)order["id"]!} and i.consumer = 'shipping.recall_cancelled'
                """,
                ct),
            count => count == 1,
            TimeSpan.FromSeconds(60),
            "the cancellation has done its work");
        Assert.Single(await stubs.CancellationsAsync(ct));
    }

    [Theory]
    [InlineData(null, "+74950000000")]
    [InlineData("8 (925) 507-06-02", "+79255070602")]
    [InlineData("112", "+74950000000")]
    public async Task Without_a_valid_phone_number_the_carrier_gets_the_shops(string? phone, string called)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        if (phone is not null)
        {
            using var changed = await purchase.Customer.Api.PutAsJsonAsync("/api/users/profile", new { phone }, ct);
            changed.EnsureSuccessStatusCode();
        }
        var order = await purchase.PlaceAsync(ct, service: "cdek");
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);

        await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "processing", ct);

        var body = JsonNode.Parse((string)Assert.Single(await stubs.CreationsAsync(ct))["body"]!)!;
        Assert.Equal(called, (string)body["recipient"]!["phones"]![0]!["number"]!);
    }

    Task<List<JsonObject>> OrdersAtCdekAsync(JsonObject order, CancellationToken ct) =>
        shop.WireMock.RequestsAsync(
            new
            {
                method = "POST",
                urlPath = "/v2/orders",
                bodyPatterns = WireMock.Body("$.number", (string)order["number"]!)
            },
            ct);
}
