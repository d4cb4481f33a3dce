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
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_paid_order_is_confirmed_by_a_multipart_mail_and_a_text_message()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, number) = await CustomerWithPhoneAsync(ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        await inbox.MailAsync($"Заказ {order["number"]} оформлен", ct);

        await purchase.PayAsync(order, ct);
        var mail = await inbox.MailAsync($"Заказ {order["number"]} оплачен", ct);

        Assert.Contains("Спасибо, заказ", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains("Лампа 1 × 2: 201,00\u00A0₽", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains(
            "<br>\nЛампа 1 × 2: 201,00\u00A0₽</p>",
            WebUtility.HtmlDecode((string)mail["html"]!),
            StringComparison.Ordinal);
        var source = await inbox.SourceAsync(mail, ct);
        Assert.Contains("multipart/alternative", source, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("=?utf-8?B?", source, StringComparison.OrdinalIgnoreCase);

        var sms = Assert.Single(
            await Eventually.WaitUntilAsync(
                () => TextsAsync(number, ct),
                texts => texts.Count > 0,
                WaitLimit,
                "a text message"));
        Assert.Equal(
            $"Заказ {order["number"]} оплачен: {OrderValues.Money((decimal)order["total"]!, "RUB", "ru")}. Спасибо!",
            sms["msg"].ToString());
        Assert.Equal(("development", "1"), (sms["api_id"].ToString(), sms["json"].ToString()));

        var reports = await ReportsAsync(
            purchase.Customer.Api,
            order,
            list => list.Count(report => (string)report["status"]! == "sent") >= 3,
            ct);
        Assert.Equal(
            [
                ("email", "smtp", "order_confirmation"),
                ("email", "smtp", "order_placed"),
                ("sms", "smsru", "order_confirmation")
            ],
            reports.Where(report => (string)report["template"]! is "order_placed" or "order_confirmation")
                .Select(report => ((string)report["type"]!, (string)report["provider"]!, (string)report["template"]!))
                .Order());
        var confirmation = reports.First(report =>
            (string)report["template"]! == "order_confirmation" && (string)report["type"]! == "email");
        Assert.Contains($"<{confirmation["id"]}@example.com>", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_step_sends_a_mail()
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

        await PublishAsync(new OrderShipped(id), ct);
        await PublishAsync(new OrderDelivered(id), ct);
        await PublishAsync(new OrderCancelled(id, "changed my mind"), ct);
        await PublishAsync(new OrderRefunded(id), ct);

        Assert.Contains(
            $"Номер для отслеживания: TR-{id}",
            (string)(await inbox.MailAsync($"Заказ {number} отправлен", ct))["text"]!,
            StringComparison.Ordinal);
        foreach (var subject in (string[])
        [
            "Подтвердите адрес электронной почты",
            $"Заказ {number} оформлен",
            $"Заказ {number} доставлен",
            $"Заказ {number} отменён",
            $"Возврат по заказу {number}"
        ])
            await inbox.MailAsync(subject, ct);
        // Including the mail that asks to confirm the address.
        Assert.Equal(6, (await inbox.MailsAsync(ct)).Count);
    }

    [Fact]
    public async Task A_message_delivered_twice_sends_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, number) = await CustomerWithPhoneAsync(ct);
        var order = await purchase.PlaceAsync(ct);
        var (message, trace) = (Guid.CreateVersion7(), TraceParent.New());
        var payload = new JsonObject
        {
            ["order_id"] = (string)order["id"]!,
            ["user_id"] = purchase.Customer.Id.ToString()
        }.ToJsonString();

        for (var delivery = 1; delivery <= 2; delivery++)
        {
            await shop.Database.ExecuteAsync(
                $"""
                insert into messaging.outbox (id, topic, payload, traceparent)
                values ({message}, 'orders.shipped', {payload}::json, {trace.ToString()})
                """,
                ct);
            await shop.Telemetry.WaitForTraceAsync(
                trace.TraceId,
                spans => spans.Count(IsShippedConsumer) == delivery);
        }

        Assert.Single(
            await inbox.MailsAsync(ct),
            mail => (string)mail["subject"]! == $"Заказ {order["number"]} отправлен");
        Assert.Single(await TextsAsync(number, ct));
        Assert.Equal(
            2,
            await shop.Database.ScalarAsync<long>(
                $"""
                select sum(attempts)::bigint from notifications.messages
                where template = 'order_shipped' and order_id = {(Guid)order["id"]!}
                """,
                ct));

        static bool IsShippedConsumer(ReceivedSpan span) =>
            span is { Kind: SpanKind.Consumer, Name: "process notifications.order_shipped" };
    }

    [Fact]
    public async Task A_refused_phone_number_does_not_block_the_mail()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, inbox, _) = await CustomerWithPhoneAsync(ct, "7000");
        var order = await purchase.PlaceAsync(ct);

        await PublishAsync(new OrderShipped((Guid)order["id"]!), ct);

        await inbox.MailAsync($"Заказ {order["number"]} отправлен", ct);
        var reports = await ReportsAsync(
            purchase.Customer.Api,
            order,
            list => list.Any(report => (string)report["status"]! == "failed"),
            ct);
        var refused = Assert.Single(reports, report => (string)report["status"]! == "failed");
        Assert.Equal(
            ("sms", 1, null),
            ((string)refused["type"]!, (int)refused["attempts"]!, (string?)refused["sent_at"]));
    }

    async Task<(Purchase, Inbox, string Number)> CustomerWithPhoneAsync(CancellationToken ct, string prefix = "7911")
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var digits = Random.Shared.NextInt64(10_000_000);
        var number = prefix + digits.ToString("D7", System.Globalization.CultureInfo.InvariantCulture);
        using var changed = await purchase.Customer.Api.PutAsJsonAsync(
            "/api/users/profile",
            new { phone = $"+{number[0]} ({number[1..4]}) {number[4..7]}-{number[7..]}" },
            ct);
        changed.EnsureSuccessStatusCode();
        return (purchase, new(shop, purchase.Customer.Email), number);
    }

    Task<int> PublishAsync<T>(T message, CancellationToken ct) where T : IMessage<T> =>
        shop.Database.ExecuteAsync(Outbox.Insert(message), ct);

    static Task<List<JsonObject>> ReportsAsync(
        HttpClient api,
        JsonObject order,
        Predicate<List<JsonObject>> expected,
        CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            async () =>
                (await api.GetJsonAsync($"/api/notifications/order/{order["id"]}", ct))
                    .AsArray()
                    .Select(report => report!.AsObject())
                    .ToList(),
            list => expected(list),
            WaitLimit,
            "the reports");

    /// <summary>The texts that SMS.ru was asked to send to this number.</summary>
    async Task<List<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>>> TextsAsync(
        string number,
        CancellationToken ct)
    {
        var texts = new List<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>>();
        var pattern = new
        {
            method = "POST",
            urlPath = "/sms/send",
            formParameters = new { to = new { equalTo = number } }
        };
        foreach (var request in await shop.WireMock.RequestsAsync(pattern, ct))
        {
            var body = new MemoryStream(Encoding.UTF8.GetBytes((string)request["body"]!));
            texts.Add(await new FormReader(body).ReadFormAsync(ct));
        }
        return texts;
    }
}
