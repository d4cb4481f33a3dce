using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Shipping;

/// <summary>The calls of <c>/api/shipping</c>.</summary>
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

    [Theory]
    [InlineData("""{"city":"Казань","postal_code":"420000","street":"Баумана, 1"}""", "420000, Казань, Баумана, 1")]
    [InlineData("""{"city":"Казань","postal_code":"420000"}""", "420000, Казань")]
    [InlineData("\"420000, Казань, Баумана, 1\"", "420000, Казань, Баумана, 1")]
    public async Task Support_sends_a_parcel_to_an_address_in_parts_or_in_one_line(string address, string line)
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, staff) = (await Purchase.PrepareAsync(shop, ct), await Customers.StaffAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);

        // Staff may ship an order that is not paid, and no worker does it first.
        using var response = await CreateAsync(staff.Api, order, address, ct);

        await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal($"cdek {line}", await SentToAsync(order, ct));
    }

    [Fact]
    public async Task A_customer_gets_the_service_and_the_address_of_the_order()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Boxberry);
        // Paid without a message, so that no worker creates the shipment first.
        await shop.Database.ExecuteAsync(
            $"update orders.orders set payment_status = 'paid', status = 'confirmed' where id = {(Guid)order["id"]!}",
            ct);

        using var response = await CreateAsync(
            purchase.Customer.Api, order, """{"city":"Анадырь","postal_code":"689000"}""", ct);

        await response.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal("boxberry 170000, Тверь, Лесная, 5", await SentToAsync(order, ct));
    }

    [Theory]
    [InlineData("""{"city":"Казань"}""")]
    [InlineData("""{"city":" ","postal_code":"420000"}""")]
    [InlineData("""{"city":["Казань"],"postal_code":"420000"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task An_incomplete_address_is_refused(string address)
    {
        var ct = TestContext.Current.CancellationToken;
        var order = JsonNode.Parse($$"""{"id":"{{Guid.CreateVersion7()}}"}""")!.AsObject();

        using var response = await CreateAsync(shop.Admin, order, address, ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
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

    Task<List<JsonObject>> OrdersAtCdekAsync(JsonObject order, CancellationToken ct) =>
        shop.WireMock.RequestsAsync(
            new
            {
                method = "POST",
                urlPath = "/v2/orders",
                bodyPatterns = WireMock.Body("$.number", (string)order["number"]!)
            },
            ct);

    static Task<HttpResponseMessage> CreateAsync(
        HttpClient api, JsonObject order, string address, CancellationToken ct)
    {
        var body = $$"""
            {
                "order_id": "{{order["id"]}}",
                "service": "cdek",
                "recipient": { "name": "Анна Ким", "phone": "+79001234567", "address": {{address}} }
            }
            """;
        return api.PostAsync("/api/shipping/create", new StringContent(body, null, "application/json"), ct);
    }

    async Task<string?> SentToAsync(JsonObject order, CancellationToken ct) => await shop.Database.ScalarAsync<string>(
        $"""
        select carrier || ' ' || (recipient ->> 'address') from shipping.shipments where order_id = {(Guid)order["id"]!}
        """, ct);
}
