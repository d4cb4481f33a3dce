using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;
using Shop.Tests.Web;

namespace Shop.Tests.Integration;

/// <summary>Hosts with accounts at YooKassa, CDEK and a mail server only, on the servers of the graph.</summary>
public partial class OneProviderTests(ShopFixture shop)
{
    [Fact]
    public async Task An_order_is_priced_placed_and_paid_with_the_configured_providers_only()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = await StartAsync("Shop.Api", ct);
        var purchase = await Purchase.PrepareAsync(shop, ct);
        using var api = new HttpClient
        {
            BaseAddress = host.Address,
            DefaultRequestHeaders = { Authorization = purchase.Customer.Api.DefaultRequestHeaders.Authorization }
        };
        purchase = purchase with { Customer = purchase.Customer with { Api = api } };

        Assert.Equal("cdek", (string)Assert.Single((await PricedAsync(api, ct)).AsArray())!["carrier"]!);
        Assert.Equal("""["yookassa"]""", (await api.GetJsonAsync("/api/payments/providers", ct)).ToJsonString());

        var order = await purchase.PlaceAsync(ct, service: "boxberry");
        Assert.Equal("standard", (string)order["shipping_method"]!);
        using var refused = await purchase.TryPayAsync(order, ct, provider: "stripe");
        Assert.Equal(
            "must be one of yookassa",
            (string)(await refused.AnswerAsync(HttpStatusCode.BadRequest, ct))["errors"]!["provider"]![0]!);
        Assert.Equal(("yookassa", "succeeded"), Of(await purchase.PayAsync(order, ct)));

        (string, HttpStatusCode)[] webhooks =
        [
            ("payments/webhooks/yookassa", HttpStatusCode.Unauthorized),
            ("payments/webhooks/stripe", HttpStatusCode.NotFound),
            ("payments/webhooks/cloudpayments", HttpStatusCode.NotFound),
            ("shipping/webhooks/cdek", HttpStatusCode.OK)
        ];
        foreach (var (webhook, status) in webhooks)
        {
            using var told = await api.PostAsJsonAsync($"/api/{webhook}", new { }, ct);
            Assert.Equal((webhook, status), (webhook, told.StatusCode));
        }
    }

    [Fact]
    public async Task The_checkout_offers_the_configured_providers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = await StartAsync("Shop.Api", ct);
        await using var site = await HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("services__api__http__0", host.Address.ToString()));

        using (var api = new HttpClient { BaseAddress = host.Address })
            await PricedAsync(api, ct);
        Assert.Equal(
            "bank_card boxberry cdek cloudpayments foreign_card russian_post",
            await OfferedAsync(shop.Web.BaseAddress!, ct));
        Assert.Equal("bank_card cdek", await OfferedAsync(site.Address, ct));
    }

    [Theory]
    [InlineData(
        "twilio: Notifications:Twilio:AuthToken and Notifications:Twilio:From are not set. "
            + "Set all of its keys, or none to disable it.",
        "Notifications__Twilio__AccountSid", "AC0")]
    [InlineData(
        "smtp: Notifications:Smtp:Password is not set. Set all of its keys, or none to disable it.",
        "Notifications__Smtp__UserName", "shop")]
    [InlineData(
        "Notifications:EmailProviders names mailgun, "
            + "but Notifications:Mailgun:ApiKey and Notifications:Mailgun:Domain are not set.",
        "Notifications__EmailProviders__0", "mailgun")]
    [InlineData(
        "Notifications:BulkEmailProviders names twilio. Valid names are smtp, sendgrid, mailgun.",
        "Notifications__BulkEmailProviders__0", "twilio")]
    [InlineData(
        "No provider of mail is configured. Set the keys of one of smtp, sendgrid, mailgun.",
        "Notifications__Smtp__Host", "")]
    public async Task A_worker_names_missing_settings_and_ends(string sentence, string setting, string value)
    {
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync("Shop.Worker", TestContext.Current.CancellationToken, (setting, value)));

        Assert.Contains(sentence, ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_starts()
    {
        // With unreachable servers, so that it takes no work from the graph's workers.
        await using var worker = await StartAsync(
            "Shop.Worker",
            TestContext.Current.CancellationToken,
            ("ConnectionStrings__shopdb", "Host=127.0.0.1;Port=1"),
            ("ConnectionStrings__rabbitmq", "amqp://127.0.0.1:1"));

        using var http = new HttpClient { BaseAddress = worker.Address };
        Assert.Equal(
            """{"status":"Healthy"}""",
            await http.GetStringAsync("/alive", TestContext.Current.CancellationToken));
    }

    static (string, string) Of(JsonObject payment) => ((string)payment["provider"]!, (string)payment["status"]!);

    // The first request to the only carrier may exceed the timeout of a host that has just started.
    static async Task<JsonNode> PricedAsync(HttpClient api, CancellationToken ct)
    {
        var destination = new { city = "Тверь", postal_code = "170000" };
        var quotes = await Eventually.WaitUntilAsync(
            async () =>
            {
                using var priced = await api.PostAsJsonAsync("/api/shipping/calculate", new { destination }, ct);
                return (await priced.Content.ReadFromJsonAsync<JsonNode>(ct))!["quotes"];
            },
            quotes => quotes is not null,
            TimeSpan.FromSeconds(30),
            "a price");
        return quotes!;
    }

    async Task<string> OfferedAsync(Uri site, CancellationToken ct)
    {
        using var shopper = await Shopper.CreateAsync(shop, ct, site: site);
        await shopper.AddToCartAsync(ct);
        await shopper.RegisterAsync(ct);
        var checkout = await shopper.RequestQuotesAsync(ct);
        var choices = Choice().Matches(checkout.Html).Select(choice => choice.Groups[1].Value);
        return string.Join(' ', choices.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("type=\"radio\" name=\"Form\\.(?:Method|Carrier)\" value=\"([a-z_]+)\"")]
    private static partial Regex Choice();

    async Task<HostProcess> StartAsync(string project, CancellationToken ct, params (string, string)[] settings)
    {
        (string, string)[] defaults =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ConnectionStrings__shopdb", await shop.ConnectionStringAsync("shopdb")),
            ("ConnectionStrings__redis", await shop.ConnectionStringAsync("redis")),
            ("ConnectionStrings__rabbitmq", await shop.ConnectionStringAsync("rabbitmq")),
            ("Payments__YooKassa__ShopId", "100500"),
            ("Payments__YooKassa__SecretKey", "test_development"),
            ("Payments__YooKassa__BaseAddress", shop.WireMock.BaseAddress!.ToString()),
            ("Shipping__Cdek__ClientId", "development"),
            ("Shipping__Cdek__ClientSecret", "cdek-secret-development"),
            ("Shipping__Cdek__BaseAddress", shop.WireMock.BaseAddress!.ToString()),
            ("Shipping__ContactPhone", "+74950000000"),
            ("Notifications__Smtp__Host", "127.0.0.1"),
            ("Notifications__SiteAddress", "http://127.0.0.1"),
            // All tests register from one address, and the hosts count in one Redis. The graph has higher limits.
            ("RateLimits__Enabled", "false")
        ];
        return await HostProcess.StartAsync(project, ct, [.. defaults, .. settings]);
    }
}
