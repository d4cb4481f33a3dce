using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Notifications;
using Shop.Notifications.SmsRu;
using Shop.Notifications.Templates;
using Shop.Notifications.Twilio;

namespace Shop.Tests.Notifications;

/// <summary>The stubs are shared; each test has its own numbers.</summary>
public class SmsFailOverTests(ShopFixture shop)
{
    [Fact]
    public async Task Russian_numbers_go_to_SmsRu_and_foreign_ones_to_Twilio()
    {
        var ct = TestContext.Current.CancellationToken;
        var (home, abroad) = (Text("79"), Text("447"));

        await DeliverAsync(home, ct);
        await DeliverAsync(abroad, ct);

        Assert.Equal(("sent smsru", "sent twilio"), (await RowAsync(home, ct), await RowAsync(abroad, ct)));
    }

    [Fact]
    public async Task A_single_configured_order_applies_to_all_numbers()
    {
        var ct = TestContext.Current.CancellationToken;
        var abroad = Text("447");

        await DeliverAsync(abroad, ct, new() { SmsProviders = ["smsru"] });

        Assert.Equal("sent smsru", await RowAsync(abroad, ct));
    }

    [Fact]
    public async Task An_unavailable_provider_is_skipped_but_a_refused_number_is_final()
    {
        var ct = TestContext.Current.CancellationToken;
        var (passed, refused) = (Text("79"), Text("7000"));
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(ToSmsRu(passed), new { status = 503 }, ct);

        await DeliverAsync(passed, ct);
        var refusal = await Assert.ThrowsAsync<ShopException>(() => DeliverAsync(refused, ct));

        Assert.Equal(
            ("sent twilio", true, "failed smsru"),
            (await RowAsync(passed, ct), refusal.Permanent, await RowAsync(refused, ct)));
        Assert.Equal((1, 1), (await CountAsync(ToSmsRu(passed), ct), await CountAsync(ToTwilio(passed), ct)));
        Assert.Equal((1, 0), (await CountAsync(ToSmsRu(refused), ct), await CountAsync(ToTwilio(refused), ct)));
    }

    [Fact]
    public async Task When_both_fail_each_is_tried_once_per_attempt()
    {
        var ct = TestContext.Current.CancellationToken;
        var text = Text("79");
        await using var answers = new StubOverrides(shop.WireMock);
        await answers.AnswerAsync(ToSmsRu(text), new { status = 200, body = "{" }, ct);
        await answers.AnswerInTurnAsync(
            ToTwilio(text),
            [
                new { status = 429, jsonBody = new { code = 20429, message = "Too Many Requests", status = 429 } }
            ],
            ct);

        Assert.False((await Assert.ThrowsAsync<ShopException>(() => DeliverAsync(text, ct))).Permanent);
        Assert.Equal((1, 1), (await CountAsync(ToSmsRu(text), ct), await CountAsync(ToTwilio(text), ct)));
        await DeliverAsync(text, ct, attempt: 2);

        Assert.Equal("sent twilio", await RowAsync(text, ct));
        Assert.Equal((2, 2), (await CountAsync(ToSmsRu(text), ct), await CountAsync(ToTwilio(text), ct)));
    }

    static Notification Text(string prefix) => new(
        Guid.CreateVersion7(),
        NotificationKind.Sms,
        prefix + string.Concat(Random.Shared.GetItems("0123456789".AsSpan(), 11 - prefix.Length)),
        NotificationTemplates.OrderShipped,
        "ru",
        new Dictionary<string, string> { ["number"] = "S-1", ["tracking"] = "1", ["link"] = "https://shop.example" });

    static object ToSmsRu(Notification text) => new
    {
        method = "POST",
        urlPath = "/sms/send",
        formParameters = new { to = new { equalTo = text.Recipient } }
    };

    static object ToTwilio(Notification text) => new
    {
        method = "POST",
        urlPathPattern = "/2010-04-01/Accounts/[^/]+/Messages\\.json",
        formParameters = new Dictionary<string, object> { ["To"] = new { equalTo = $"+{text.Recipient}" } }
    };

    async Task<int> CountAsync(object pattern, CancellationToken ct) =>
        (await shop.WireMock.RequestsAsync(pattern, ct)).Count;

    async Task DeliverAsync(
        Notification text,
        CancellationToken ct,
        NotificationOptions? options = null,
        int attempt = 1)
    {
        using var http = new HttpClient();
        var address = shop.WireMock.BaseAddress!;
        ISmsSender[] senders =
        [
            new SmsRuSender(http, Options.Create(new SmsRuOptions { BaseAddress = address, ApiId = "key" })),
            new TwilioSender(
                http,
                Options.Create(
                    new TwilioOptions
                    {
                        BaseAddress = address,
                        AccountSid = "AC1",
                        AuthToken = "token",
                        From = "Shop"
                    }))
        ];
        var delivery = new NotificationDelivery(
            new NotificationStore(shop.Database),
            [],
            senders,
            Options.Create(options ?? new()),
            NullLogger<NotificationDelivery>.Instance);
        await delivery.SendAsync(text, attempt, ct);
    }

    async Task<string?> RowAsync(Notification text, CancellationToken ct) =>
        await shop.Database.ScalarAsync<string>(
            $"select status || ' ' || provider from notifications.messages where id = {text.Id}",
            ct);
}
