using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Notifications;
using Shop.Notifications.SendGrid;
using Shop.Notifications.Templates;
using Shop.Tests.Messaging;

namespace Shop.Tests.Notifications;

/// <summary>The rows are the graph's. The SMTP server is the test's own, so that no other test's mail fails.</summary>
public class FailOverTests(ShopFixture shop)
{
    [Fact]
    public async Task An_unavailable_provider_is_skipped_in_the_same_attempt()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail();
        await using var sendGrid = new SendGridStub(shop.WireMock, mail.Recipient);
        using var http = new HttpClient();

        await Delivery(SmtpSenderTests.ClosedPort, http).SendAsync(mail, 1, ct);

        Assert.Equal(("sent", "sendgrid", 2), await RowAsync(mail, ct));
        var body = System.Text.Json.Nodes.JsonNode.Parse(
            (string)Assert.Single(await sendGrid.RequestsAsync(ct))["body"]!)!;
        Assert.Equal(
            ("Заказ S-1 доставлен", "text/plain", "text/html"),
            ((string)body["subject"]!, (string)body["content"]![0]!["type"]!, (string)body["content"]![1]!["type"]!));
    }

    [Fact]
    public async Task When_all_fail_each_is_tried_once_per_attempt_and_the_next_attempt_starts_over()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail();
        await using var smtp = new ScriptedSmtp(("MAIL", "451 4.3.0 Try later"));
        await using var sendGrid = new SendGridStub(shop.WireMock, mail.Recipient);
        await sendGrid.AnswerAsync([503], new { errors = new[] { new { message = "Try later." } } }, ct);
        using var http = new HttpClient();

        var refusal = await Assert.ThrowsAsync<ShopException>(() => Delivery(smtp.Port, http).SendAsync(mail, 1, ct));
        Assert.False(refusal.Permanent);
        Assert.Equal(("retrying", "sendgrid", 2), await RowAsync(mail, ct));
        Assert.Equal((1, 1), (smtp.Count("MAIL"), await sendGrid.CountAsync(ct)));

        await Delivery(smtp.Port, http).SendAsync(mail, 2, ct);
        Assert.Equal(("sent", "sendgrid", 4), await RowAsync(mail, ct));
        Assert.Equal((2, 2), (smtp.Count("MAIL"), await sendGrid.CountAsync(ct)));
    }

    [Fact]
    public async Task A_refused_address_is_not_retried_until_the_dead_letter_is_replayed()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail();
        await using var smtp = new ScriptedSmtp(("RCPT", "550 5.1.1 No such user"));
        await using var sendGrid = new SendGridStub(shop.WireMock, mail.Recipient);
        using var http = new HttpClient();

        var refusal = await Assert.ThrowsAsync<ShopException>(() => Delivery(smtp.Port, http).SendAsync(mail, 1, ct));
        Assert.True(refusal.Permanent);
        await Delivery(smtp.Port, http).SendAsync(mail, 2, ct);
        Assert.Equal(("failed", "smtp", 1), await RowAsync(mail, ct));
        Assert.Equal((1, 0), (smtp.Count("RCPT"), await sendGrid.CountAsync(ct)));

        // A replayed dead letter starts at attempt one.
        await Assert.ThrowsAsync<ShopException>(() => Delivery(smtp.Port, http).SendAsync(mail, 1, ct));
        Assert.Equal(2, smtp.Count("RCPT"));
    }

    [Fact]
    public async Task Ten_concurrent_deliveries_send_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail();
        await using var smtp = new ScriptedSmtp();
        using var http = new HttpClient();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await Delivery(smtp.Port, http).SendAsync(mail, 1, ct);
                return "done";
            }
            catch (ShopException e) when (!e.Permanent)
            {
                return "busy";
            }
        }));

        Assert.Contains("done", outcomes);
        Assert.Equal(1, smtp.Count("DATA"));
        Assert.Equal(("sent", "smtp", 1), await RowAsync(mail, ct));
    }

    [Fact]
    public async Task The_provider_order_is_configurable()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail();
        await using var smtp = new ScriptedSmtp();
        await using var sendGrid = new SendGridStub(shop.WireMock, mail.Recipient);
        using var http = new HttpClient();

        await Delivery(smtp.Port, http, "SendGrid", "smtp").SendAsync(mail, 1, ct);

        Assert.Equal(("sent", "sendgrid", 1), await RowAsync(mail, ct));
        Assert.Empty(smtp.Commands);
    }

    [Fact]
    public async Task When_no_configured_provider_is_registered_the_registered_one_sends()
    {
        var ct = TestContext.Current.CancellationToken;
        var mail = Mail() with
        {
            Template = NotificationTemplates.ProductWatched,
            Values = new Dictionary<string, string> { ["product"] = "Лампа" }
        };
        await using var smtp = new ScriptedSmtp();
        var delivery = new NotificationDelivery(
            new NotificationStore(shop.Database),
            [SmtpSenderTests.Sender(smtp.Port)],
            [],
            Options.Create(new NotificationOptions()),
            NullLogger<NotificationDelivery>.Instance);

        await delivery.SendAsync(mail, 1, ct);

        Assert.Equal(("sent", "smtp", 1), await RowAsync(mail, ct));
        Assert.False(delivery.SendsTexts);
    }

    static Notification Mail() => new(
        Guid.CreateVersion7(),
        NotificationKind.Email,
        $"failover-{Guid.CreateVersion7():N}@example.com",
        NotificationTemplates.OrderDelivered,
        "ru",
        new Dictionary<string, string> { ["number"] = "S-1" });

    NotificationDelivery Delivery(int smtpPort, HttpClient http, params string[] order) => new(
        new NotificationStore(shop.Database),
        [
            new SendGridSender(
                http,
                Options.Create(new SendGridOptions { BaseAddress = shop.WireMock.BaseAddress!, ApiKey = "SG.test" })),
            SmtpSenderTests.Sender(smtpPort)
        ],
        [],
        Options.Create(new NotificationOptions { EmailProviders = order.Length > 0 ? order : ["smtp", "sendgrid"] }),
        NullLogger<NotificationDelivery>.Instance);

    async Task<(string Status, string Provider, int Attempts)> RowAsync(Notification mail, CancellationToken ct)
    {
        var row = (await shop.Database.QuerySingleAsync<Row>(
            $"select status, provider, attempts from notifications.messages where id = {mail.Id}",
            ct))!;
        return (row.Status, row.Provider, row.Attempts);
    }

    sealed record Row(string Status, string Provider, int Attempts) : IRow<Row>
    {
        public static Row Read(RowReader row) => new(row.Get<string>(), row.Get<string>(), row.Get<int>());
    }
}
