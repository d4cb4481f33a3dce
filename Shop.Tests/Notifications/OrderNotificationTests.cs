using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications.Templates;
using Shop.Orders;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Telemetry;

namespace Shop.Tests.Notifications;

public class OrderNotificationTests(ShopFixture shop)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_paid_order_is_confirmed_by_mail_with_both_parts_and_by_text_message()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, number) = await CustomerWithPhoneAsync(ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        await inbox.MailAsync($"Заказ {order["number"]} оформлен", ct);

        await purchase.PayAsync(order, ct);
        var mail = await inbox.MailAsync($"Заказ {order["number"]} оплачен", ct);

        Assert.Contains("Спасибо, заказ", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains("Лампа 1 × 2: 201,00\u00A0₽", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains("<br>\nЛампа 1 × 2: 201,00\u00A0₽</p>", WebUtility.HtmlDecode((string)mail["html"]!), StringComparison.Ordinal);
        var source = await inbox.SourceAsync(mail, ct);
        Assert.Contains("multipart/alternative", source, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("=?utf-8?B?", source, StringComparison.OrdinalIgnoreCase);

        var sms = Assert.Single(await Eventually.BecomesAsync(() => TextsAsync(number, ct), texts => texts.Count > 0, Patience, "a text message"));
        Assert.Equal($"Заказ {order["number"]} оплачен: {OrderValues.Money((decimal)order["total"]!, "RUB", "ru")}. Спасибо!", sms["msg"].ToString());
        Assert.Equal(("development", "1"), (sms["api_id"].ToString(), sms["json"].ToString()));

        var reports = await ReportsAsync(purchase.Customer.Api, order, list => list.Count(report => (string)report["status"]! == "sent") >= 3, ct);
        Assert.Equal(
            [("email", "smtp", "order_confirmation"), ("email", "smtp", "order_placed"), ("sms", "smsru", "order_confirmation")],
            reports.Where(report => (string)report["template"]! is "order_placed" or "order_confirmation")
                .Select(report => ((string)report["type"]!, (string)report["provider"]!, (string)report["template"]!)).Order());
        Assert.Contains($"<{reports.First(report => (string)report["template"]! == "order_confirmation" && (string)report["type"]! == "email")["id"]}@example.com>", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_step_is_told_of()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var inbox = new Inbox(shop, purchase.Customer.Email);
        var order = await purchase.PlaceAsync(ct);
        var (id, number) = ((Guid)order["id"]!, order["number"]);
        await shop.Database.ExecuteAsync(
            $"""
            insert into shipping.shipments (id, order_id, carrier, status, recipient, tracking_number, claimed_until)
            values ({Guid.CreateVersion7()}, {id}, 'cdek', 'cancelled', 'null'::json, 'TR-' || {id}, now())
            """, ct);

        await TellAsync(new OrderShipped(id), ct);
        await TellAsync(new OrderDelivered(id), ct);
        await TellAsync(new OrderCancelled(id, "changed my mind"), ct);
        await TellAsync(new OrderRefunded(id), ct);

        Assert.Contains($"Номер для отслеживания: TR-{id}", (string)(await inbox.MailAsync($"Заказ {number} отправлен", ct))["text"]!, StringComparison.Ordinal);
        foreach (var subject in (string[])["Подтвердите адрес электронной почты", $"Заказ {number} оформлен", $"Заказ {number} доставлен", $"Заказ {number} отменён", $"Возврат по заказу {number}"])
            await inbox.MailAsync(subject, ct);
        // With the one that asks to confirm the address.
        Assert.Equal(6, (await inbox.MailsAsync(ct)).Count);
    }

    [Fact]
    public async Task A_message_that_is_delivered_twice_is_told_of_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, number) = await CustomerWithPhoneAsync(ct);
        var order = await purchase.PlaceAsync(ct);
        var (message, trace) = (Guid.CreateVersion7(), TraceParent.New());
        var payload = new JsonObject { ["order_id"] = (string)order["id"]!, ["user_id"] = purchase.Customer.Id.ToString() }.ToJsonString();

        for (var delivery = 1; delivery <= 2; delivery++)
        {
            await shop.Database.ExecuteAsync(
                $"insert into messaging.outbox (id, topic, payload, traceparent) values ({message}, 'orders.shipped', {payload}::json, {trace.ToString()})", ct);
            await shop.Telemetry.WaitForTraceAsync(trace.TraceId, spans => spans.Count(span => span is { Kind: SpanKind.Consumer, Name: "process notifications.order_shipped" }) == delivery);
        }

        Assert.Single(await inbox.MailsAsync(ct), mail => (string)mail["subject"]! == $"Заказ {order["number"]} отправлен");
        Assert.Single(await TextsAsync(number, ct));
        Assert.Equal(2, await shop.Database.ScalarAsync<long>($"select sum(attempts)::bigint from notifications.messages where template = 'order_shipped' and order_id = {(Guid)order["id"]!}", ct));
    }

    [Fact]
    public async Task A_number_that_the_provider_refuses_does_not_keep_the_mail_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, _) = await CustomerWithPhoneAsync(ct, "7000");
        var order = await purchase.PlaceAsync(ct);

        await TellAsync(new OrderShipped((Guid)order["id"]!), ct);

        await inbox.MailAsync($"Заказ {order["number"]} отправлен", ct);
        var reports = await ReportsAsync(purchase.Customer.Api, order, list => list.Any(report => (string)report["status"]! == "failed"), ct);
        var refused = Assert.Single(reports, report => (string)report["status"]! == "failed");
        Assert.Equal(("sms", 1, null), ((string)refused["type"]!, (int)refused["attempts"]!, (string?)refused["sent_at"]));
    }

    async Task<(Purchase, Inbox, string Number)> CustomerWithPhoneAsync(CancellationToken ct, string prefix = "7911")
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var number = prefix + Random.Shared.NextInt64(10_000_000).ToString("D7", System.Globalization.CultureInfo.InvariantCulture);
        using var changed = await purchase.Customer.Api.PutAsJsonAsync("/api/users/profile", new { phone = $"+{number[0]} ({number[1..4]}) {number[4..7]}-{number[7..]}" }, ct);
        changed.EnsureSuccessStatusCode();
        return (purchase, new(shop, purchase.Customer.Email), number);
    }

    Task<int> TellAsync<T>(T message, CancellationToken ct) where T : IMessage<T> => shop.Database.ExecuteAsync(Outbox.Insert(message), ct);

    static Task<List<JsonObject>> ReportsAsync(HttpClient api, JsonObject order, Predicate<List<JsonObject>> expected, CancellationToken ct) => Eventually.BecomesAsync(
        async () => (await api.GetJsonAsync($"/api/notifications/order/{order["id"]}", ct)).AsArray().Select(report => report!.AsObject()).ToList(),
        list => expected(list), Patience, "the reports");

    /// <summary>What SMS.ru was asked to send to this number.</summary>
    async Task<List<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>>> TextsAsync(string number, CancellationToken ct)
    {
        var texts = new List<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>>();
        foreach (var request in await shop.WireMock.RequestsAsync(new { method = "POST", urlPath = "/sms/send", formParameters = new { to = new { equalTo = number } } }, ct))
            texts.Add(await new FormReader(new MemoryStream(Encoding.UTF8.GetBytes((string)request["body"]!))).ReadFormAsync(ct));
        return texts;
    }
}
