using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Pilot.GitHub;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Messaging;
using Shop.Tests.Notifications;
using Shop.Tests.Orders;
using Shop.Tests.Payments;
using Shop.Tests.Shipping;

namespace Shop.Tests.Integration;

/// <summary>
/// A module works with each of its providers. Tests of failures are in the folders of the modules, that of the
/// warehouse's ERP is in <see cref="StockIntegrationTests"/>.
/// </summary>
public class ProviderIntegrationTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    [Integration("payments", "yookassa")]
    public Task YooKassa_charges_an_order_once() => ChargeAsync(PaymentProvider.YooKassa);

    [Fact]
    [Integration("payments", "stripe")]
    public Task Stripe_charges_an_order_once() => ChargeAsync(PaymentProvider.Stripe);

    [Fact]
    [Integration("payments", "cloudpayments")]
    public Task CloudPayments_charges_an_order_once() => ChargeAsync(PaymentProvider.CloudPayments);

    async Task ChargeAsync(PaymentProvider provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct, provider: provider.Name);

        Assert.Equal(
            (provider.Name, "succeeded", (decimal)order["total"]!),
            ((string)payment["provider"]!, (string)payment["status"]!, (decimal)payment["amount"]!));
        Assert.Single(await provider.ChargesAsync(shop.WireMock, order, ct));
    }

    [Fact]
    [Integration("shipping", "cdek")]
    public Task Cdek_gets_a_parcel_once() => ShipAsync(CarrierHost.Cdek);

    [Fact]
    [Integration("shipping", "boxberry")]
    public Task Boxberry_gets_a_parcel_once() => ShipAsync(CarrierHost.Boxberry);

    [Fact]
    [Integration("shipping", "russianpost")]
    public Task Russian_Post_gets_a_parcel_once() => ShipAsync(CarrierHost.Post);

    async Task ShipAsync(string carrier)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: carrier);
        await purchase.PayAsync(order, ct);

        await purchase.WaitUntilAsync(order, "processing", ct);
        await using var stubs = new CarrierStubs(shop, carrier, order);
        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.Equal(carrier, await stubs.ShipmentAsync<string>(Sql.Of($"carrier"), ct));
    }

    [Fact]
    [Integration("accounts", "notifications")]
    [Integration("notifications", "smtp")]
    public async Task A_new_account_gets_a_verification_mail()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        await new Inbox(shop, customer.Email).MailAsync("Подтвердите адрес электронной почты", ct);
    }

    [Fact]
    [Integration("catalog", "notifications")]
    [Integration("notifications", "sendgrid")]
    public Task SendGrid_mails_the_confirmation_of_a_watch() => WatchAsync("sendgrid");

    [Fact]
    [Integration("notifications", "mailgun")]
    public Task Mailgun_mails_what_SendGrid_cannot() => WatchAsync("mailgun");

    async Task WatchAsync(string provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Весы", 990m, 0));
        var email = Customers.NewEmail();
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        if (provider != "sendgrid")
            await sendGrid.AnswerAsync([503], new { errors = new[] { new { message = "Try later." } } }, ct);
        using var watched = await shop.Api.PostAsJsonAsync($"/api/products/{goods.Ids[0]}/watch", new { email }, ct);
        watched.EnsureSuccessStatusCode();

        var sentBy = await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"select provider from notifications.messages where recipient = {email} and status = 'sent'", ct),
            sent => sent is not null,
            WaitLimit,
            "a sent mail");
        Assert.Equal(provider, sentBy);
        Assert.Equal(1, await sendGrid.CountAsync(ct));
        var mailgun = await shop.WireMock.RequestsAsync(
            new
            {
                method = "POST",
                urlPath = "/v3/mg.example.com/messages",
                formParameters = new { to = new { equalTo = email } }
            },
            ct);
        Assert.Equal(provider == "mailgun" ? 1 : 0, mailgun.Count);
    }

    [Fact]
    [Integration("notifications", "smsru")]
    public Task Sms_ru_confirms_an_order_to_a_Russian_number() => TextAsync("7911", "/sms/send", "to", "");

    [Fact]
    [Integration("notifications", "twilio")]
    public Task Twilio_confirms_an_order_to_a_foreign_number() =>
        TextAsync("4479", "/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json", "To", "+");

    async Task TextAsync(string prefix, string path, string field, string plus)
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var number = $"{prefix}{Random.Shared.NextInt64(1_000_000, 9_999_999)}";
        using var changed = await purchase.Customer.Api.PutAsJsonAsync(
            "/api/users/profile", new { phone = $"+{number}" }, ct);
        changed.EnsureSuccessStatusCode();
        await purchase.PayAsync(await purchase.PlaceAsync(ct), ct);

        var texts = new
        {
            method = "POST",
            urlPath = path,
            formParameters = new Dictionary<string, object> { [field] = new { equalTo = plus + number } }
        };
        await Eventually.WaitUntilAsync(
            () => shop.WireMock.RequestsAsync(texts, ct),
            sent => sent.Count > 0,
            WaitLimit,
            $"a text to {number}");
    }

    [Fact]
    [Integration("pilot", "github")]
    public async Task GitHub_gets_an_issue()
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = new HttpClient();
        var options = new GitHubOptions
        {
            BaseAddress = shop.WireMock.BaseAddress!,
            Token = "ghp_matrix",
            Repository = $"shop/m-{Guid.CreateVersion7():N}"
        };
        var github = new GitHubIssues(http, Options.Create(options), TimeProvider.System);

        var issue = await github.CreateOnceAsync("e-1", new("Ошибка", "500", []), ct);
        Assert.Equal(("open", "Ошибка"), (issue.State, issue.Title));
    }
}
