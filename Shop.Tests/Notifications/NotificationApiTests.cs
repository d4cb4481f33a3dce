using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Notifications;

[Trait("suite", "contract")]
public class NotificationApiTests(ShopFixture shop)
{
    [Fact]
    public async Task Support_resends_a_mail_in_a_chosen_language()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);

        using var response = await support.Api.PostAsJsonAsync("/api/notifications/send",
            new { order_id = (string)order["id"]!, notification_type = "order_confirmation", language = "en" }, ct);
        var task = (string)(await response.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]!;

        var mail = await new Inbox(shop, purchase.Customer.Email).MailAsync($"Order {order["number"]} paid", ct);
        Assert.Contains("Total with delivery:", (string)mail["text"]!, StringComparison.Ordinal);
        var done = await Eventually.WaitUntilAsync(
            () => support.Api.GetJsonAsync($"/api/tasks/{task}/status", ct),
            now => (string)now["status"]! == "SUCCESS",
            TimeSpan.FromSeconds(30),
            "the task");
        var sent = (await support.Api.GetJsonAsync($"/api/notifications/order/{order["id"]}", ct))
            .AsArray()
            .Single(report => (string)report!["template"]! == "order_confirmation")!;
        Assert.Equal(
            ("email", "smtp", "sent", 1),
            ((string)sent["type"]!, (string)sent["provider"]!, (string)sent["status"]!, (int)sent["attempts"]!));
        Assert.NotNull((string?)sent["sent_at"]);
        Assert.Equal([(string)sent["id"]!], done["result"]!["notifications"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Order_created_is_another_name_of_order_placed()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);

        using var response = await support.Api.PostAsJsonAsync(
            "/api/notifications/send",
            new { order_id = (string)order["id"]!, notification_type = "order_created" },
            ct);
        await response.AnswerAsync(HttpStatusCode.Accepted, ct);

        // One for the order itself and one for the request.
        await Eventually.WaitUntilAsync(
            () => support.Api.GetJsonAsync($"/api/notifications/order/{order["id"]}", ct),
            reports => reports.AsArray().Count(report =>
                (string)report!["template"]! == "order_placed" && (string)report["status"]! == "sent") == 2,
            TimeSpan.FromSeconds(30),
            "two order_placed");
    }

    [Fact]
    public async Task Only_support_may_send_and_only_the_owner_and_support_may_read()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var stranger = await Customers.RegisterAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var (path, body) = (
            $"/api/notifications/order/{order["id"]}",
            new { order_id = (string)order["id"]!, notification_type = "order_placed" });

        await StatusAsync(
            HttpStatusCode.Unauthorized,
            shop.Api.PostAsJsonAsync("/api/notifications/send", body, ct),
            ct);
        await StatusAsync(
            HttpStatusCode.Forbidden,
            purchase.Customer.Api.PostAsJsonAsync("/api/notifications/send", body, ct),
            ct);
        await StatusAsync(HttpStatusCode.Unauthorized, shop.Api.GetAsync(path, ct), ct);
        await StatusAsync(HttpStatusCode.NotFound, stranger.Api.GetAsync(path, ct), ct);
        Assert.IsType<JsonArray>(await purchase.Customer.Api.GetJsonAsync(path, ct));
        Assert.IsType<JsonArray>(await support.Api.GetJsonAsync(path, ct));
    }

    [Theory]
    [InlineData("""{"notification_type": "order_placed"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"order_id": "ORDER"}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"order_id": "ORDER", "notification_type": "order_placed", "language": "de"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"order_id": "nonsense", "notification_type": "order_placed"}""", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"order_id": "ORDER", "notification_type": "password_reset"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"order_id": "ORDER", "notification_type": "nonsense"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(
        """{"order_id": "019b76da-0000-7000-8000-00000000dead", "notification_type": "order_placed"}""",
        HttpStatusCode.NotFound)]
    public async Task An_invalid_notification_is_refused(string body, HttpStatusCode status)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var content = new StringContent(
            body.Replace("ORDER", (string)order["id"]!, StringComparison.Ordinal),
            null,
            "application/json");

        await StatusAsync(status, shop.Admin.PostAsync("/api/notifications/send", content, ct), ct);
    }

    static async Task StatusAsync(HttpStatusCode expected, Task<HttpResponseMessage> answer, CancellationToken ct)
    {
        using var response = await answer;
        await response.ProblemAsync(expected, ct);
    }
}
