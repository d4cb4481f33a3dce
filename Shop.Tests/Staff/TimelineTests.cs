using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Shipping;

namespace Shop.Tests.Staff;

public class TimelineTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_timeline_lists_every_step_message_mail_and_provider_with_its_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct, service: CarrierHost.Cdek);
        await using var stubs = new CarrierStubs(shop, CarrierHost.Cdek, order);
        await stubs.CreateShippedAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "shipped", ct);

        // The mail comes last, and a message is recorded after it was handled.
        var entries = await Eventually.WaitUntilAsync(
            () => TimelineAsync(support, order, ct),
            entries => Has(entries, "notification", "order_shipped", "sent")
                && Of(entries, "handled").Count(handled => (string)handled["detail"]! == "orders.paid") == 3,
            WaitLimit,
            "the mail of the shipment and three consumers of the payment");

        Assert.Equal(["placed", "paid"], Of(entries, "step").Take(2).Select(step => (string)step["title"]!));
        Assert.True(Has(entries, "step", "shipped", "shipped"));
        var paid = Assert.Single(Of(entries, "payment"));
        Assert.Equal((payment["id"]!.ToString(), "succeeded"), ((string)paid["id"]!, (string)paid["status"]!));
        Assert.Contains(await purchase.ProviderIdAsync(payment, ct), (string)paid["detail"]!, StringComparison.Ordinal);
        Assert.Single(Of(entries, "shipment"));
        Assert.NotEmpty(Of(entries, "parcel"));
        Assert.True(Has(entries, "notification", "order_confirmation", "sent"));
        Assert.Equal(
            ["orders.paid", "orders.placed", "orders.shipped"],
            Of(entries, "message").Select(message => (string)message["title"]!).Order().Take(3));
        Assert.Equal(
            ["analytics.count_purchase", "notifications.order_confirmation", "shipping.create_shipment"],
            Of(entries, "handled")
                .Where(handled => (string)handled["detail"]! == "orders.paid")
                .Select(handled => (string)handled["title"]!)
                .Order(StringComparer.Ordinal));
        foreach (var kind in (string[])["step", "payment", "shipment", "notification", "message"])
            Assert.All(
                Of(entries, kind),
                entry => Assert.Matches("^[0-9a-f]{32}$", (string?)entry["trace_id"] ?? $"{entry}"));
        // One trace from the click to the carrier and the mail.
        var trace = (string)paid["trace_id"]!;
        Assert.Equal(trace, (string)Of(entries, "shipment").Single()["trace_id"]!);
        var mail = Of(entries, "notification").Single(mail => (string)mail["title"]! == "order_confirmation");
        Assert.Equal(trace, (string)mail["trace_id"]!);
        var at = entries.Select(entry => (DateTimeOffset)entry["at"]!).ToList();
        Assert.Equal(at.Order(), at);
    }

    [Fact]
    public async Task The_timeline_lists_support_actions_and_their_outcome()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        using var refunded = await support.Api.PostAsJsonAsync(
            "/api/payments/refund",
            new { order_id = (string)order["id"]!, amount = 10.5m, reason = "скол" },
            ct);
        await refunded.AnswerAsync(HttpStatusCode.Created, ct);
        using var mailed = await support.Api.PostAsJsonAsync(
            "/api/notifications/send",
            new { order_id = (string)order["id"]!, notification_type = "order_confirmation" },
            ct);
        await mailed.AnswerAsync(HttpStatusCode.Accepted, ct);

        var entries = await Eventually.WaitUntilAsync(
            () => TimelineAsync(support, order, ct),
            entries =>
                Of(entries, "refund").Any(refund => (string)refund["status"]! == "succeeded")
                && Of(entries, "handled").Any(handled => (string)handled["title"]! == "payments.execute_refund")
                && Has(entries, "task", "notification.send", "SUCCESS"),
            WaitLimit,
            "the refund and the mail");

        Assert.Equal(
            ["refund.requested", "notification.send"],
            Of(entries, "staff").Select(act => (string)act["title"]!));
        Assert.All(Of(entries, "staff"), act => Assert.Equal(support.Email, (string)act["who"]!));
        Assert.Contains(
            "10.50 RUB · скол",
            (string)Of(entries, "refund").Single()["detail"]!,
            StringComparison.Ordinal);
        Assert.Contains(Of(entries, "message"), message => (string)message["title"]! == "payments.refund_requested");
    }

    [Fact]
    public async Task An_unknown_order_has_no_timeline()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        using var none = await support.Api.GetAsync($"/api/staff/orders/{Guid.CreateVersion7()}/timeline", ct);

        await none.ProblemAsync(HttpStatusCode.NotFound, ct);
    }

    static async Task<List<JsonNode>> TimelineAsync(Customer support, JsonObject order, CancellationToken ct) =>
        [
            .. (await support.Api.GetJsonAsync($"/api/staff/orders/{order["id"]}/timeline", ct))
                .AsArray()
                .Select(entry => entry!)
        ];

    static List<JsonNode> Of(List<JsonNode> entries, string kind) =>
        entries.FindAll(entry => (string)entry["kind"]! == kind);

    static bool Has(List<JsonNode> entries, string kind, string title, string status) =>
        Of(entries, kind).Any(entry => (string)entry["title"]! == title && (string?)entry["status"] == status);
}
