using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Pilot.GitHub;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Inventory;
using Shop.Tests.Messaging;
using Shop.Tests.Notifications;
using Shop.Tests.Orders;
using Shop.Tests.Payments;
using Shop.Tests.Shipping;

namespace Shop.Tests.Integration;

/// <summary>
/// Each pair of modules, and each module with each provider, works together and has a name in the report. Tests of
/// failures are in the folders of the modules.
/// </summary>
[Collection(nameof(ErpStub))]
public class IntegrationMatrixTests(ShopFixture shop)
{
    const string TwilioPath = "/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    static readonly Dictionary<string, Func<IntegrationMatrixTests, CancellationToken, Task>> s_pairs =
        new(StringComparer.Ordinal)
        {
            ["auth → products"] = (matrix, ct) => matrix.RolesGuardProductsAsync(ct),
            ["products → orders"] = (matrix, ct) => matrix.AnOrderHasTheCurrentPriceAsync(ct),
            ["carts → orders"] = (matrix, ct) => matrix.ACartBecomesAnOrderAsync(ct),
            ["users → orders"] = (matrix, ct) => matrix.AnOrderIsPrivateAsync(ct),
            ["orders → inventory"] = (matrix, ct) => matrix.AnOrderReservesStockAsync(ct),
            ["orders → payments"] = (matrix, ct) => matrix.PayAsync(null, ct),
            ["payments → shipping"] = (matrix, ct) => matrix.APaidOrderIsShippedAsync("standard", ct),
            ["payments → notifications"] = (matrix, ct) => matrix.APaidOrderIsMailedAsync(ct),
            ["payments → analytics"] = (matrix, ct) => matrix.APaidOrderIsCountedAsync(ct),
            ["payments → refunds"] = (matrix, ct) => matrix.ACancelledOrderIsRefundedAsync(ct),
            ["users → notifications"] = (matrix, ct) => matrix.ANewAccountGetsAVerificationMailAsync(ct),
            ["inventory → products"] = (matrix, ct) => matrix.StockIsSyncedFromTheErpAsync(ct)
        };

    static readonly Dictionary<string, Func<IntegrationMatrixTests, CancellationToken, Task>> s_providers =
        new(StringComparer.Ordinal)
        {
            ["yookassa"] = (matrix, ct) => matrix.PayAsync(PaymentProvider.YooKassa, ct),
            ["stripe"] = (matrix, ct) => matrix.PayAsync(PaymentProvider.Stripe, ct),
            ["cloudpayments"] = (matrix, ct) => matrix.PayAsync(PaymentProvider.CloudPayments, ct),
            ["cdek"] = (matrix, ct) => matrix.APaidOrderIsShippedAsync(CarrierHost.Cdek, ct),
            ["boxberry"] = (matrix, ct) => matrix.APaidOrderIsShippedAsync(CarrierHost.Boxberry, ct),
            ["russianpost"] = (matrix, ct) => matrix.APaidOrderIsShippedAsync(CarrierHost.Post, ct),
            ["smtp"] = (matrix, ct) => matrix.ANewAccountGetsAVerificationMailAsync(ct),
            ["sendgrid"] = (matrix, ct) => matrix.AWatchIsConfirmedByMailAsync(sendGridIsDown: false, ct),
            ["mailgun"] = (matrix, ct) => matrix.AWatchIsConfirmedByMailAsync(sendGridIsDown: true, ct),
            ["smsru"] = (matrix, ct) => matrix.AnOrderIsConfirmedBySmsAsync("7911", "/sms/send", "to", "", ct),
            ["twilio"] = (matrix, ct) => matrix.AnOrderIsConfirmedBySmsAsync("4479", TwilioPath, "To", "+", ct),
            ["erp"] = (matrix, ct) => matrix.StockIsSyncedFromTheErpAsync(ct),
            ["github"] = (matrix, ct) => matrix.AnIssueIsCreatedAsync(ct)
        };

    public static TheoryData<string> Pairs => [.. s_pairs.Keys];

    public static TheoryData<string> Providers => [.. s_providers.Keys];

    [Theory]
    [MemberData(nameof(Pairs))]
    public Task Modules_work_together(string pair) => s_pairs[pair](this, TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Providers))]
    public Task The_shop_works_with(string provider) =>
        s_providers[provider](this, TestContext.Current.CancellationToken);

    [Fact]
    public void Every_stubbed_provider_is_covered() => Assert.Equal(
        Directory.GetFiles(Path.Combine(Repository.Root, "AppHost", "wiremock", "mappings"))
            .Select(Path.GetFileNameWithoutExtension)
            .Append("smtp")
            .Order(StringComparer.Ordinal),
        s_providers.Keys.Order(StringComparer.Ordinal));

    async Task RolesGuardProductsAsync(CancellationToken ct)
    {
        var product = new { name = "Полка", price = 10, quantity = 1, sku = $"M-{Guid.CreateVersion7():N}" };
        using var nobody = await shop.Api.PostAsJsonAsync("/api/products", product, ct);
        var (customer, staff) = (await Customers.RegisterAsync(shop, ct), await Customers.StaffAsync(shop, ct));
        using var refused = await customer.Api.PostAsJsonAsync("/api/products", product, ct);
        using var added = await staff.Api.PostAsJsonAsync("/api/products", product, ct);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Created],
            [nobody.StatusCode, refused.StatusCode, added.StatusCode]);
    }

    async Task AnOrderHasTheCurrentPriceAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct, price: 100);
        using var changed = await shop.Admin.PatchAsJsonAsync(
            $"/api/products/{purchase.Goods.Ids[0]}", new { price = 120.5m }, ct);
        await changed.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(241m, (decimal)(await purchase.PlaceAsync(ct, quantity: 2))["subtotal"]!);
    }

    async Task ACartBecomesAnOrderAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        using var added = await purchase.Customer.Api.PostAsJsonAsync(
            $"/cart-api/cart/{purchase.Customer.Id}/add", new { product_id = purchase.Goods.Ids[0], quantity = 3 }, ct);
        added.EnsureSuccessStatusCode();
        using var placed = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/orders", new { shipping_address = Purchase.Address }, ct);

        var line = Assert.Single((await placed.AnswerAsync(HttpStatusCode.Created, ct))["items"]!.AsArray())!;
        Assert.Equal((purchase.Goods.Ids[0], 3), ((Guid)line["product_id"]!, (int)line["quantity"]!));
        Assert.Empty((await purchase.Customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
    }

    async Task AnOrderIsPrivateAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var theirs = await stranger.Api.GetAsync($"/api/orders/{order["id"]}", ct);

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(
            [(string)order["id"]!],
            (await purchase.Customer.Api.GetJsonAsync("/api/orders", ct))
                .AsArray()
                .Select(mine => (string)mine!["id"]!));
        Assert.Empty((await stranger.Api.GetJsonAsync("/api/orders", ct)).AsArray());
    }

    async Task AnOrderReservesStockAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 3);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        Assert.Equal((3, 2), await purchase.StockAsync(ct));
        using var tooMany = await purchase.TryPlaceAsync(ct, quantity: 2);
        Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);

        await cancelled.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal((3, 0), await purchase.StockAsync(ct));
    }

    async Task PayAsync(PaymentProvider? provider, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct, provider: provider?.Name);

        Assert.Equal("succeeded", (string)payment["status"]!);
        Assert.Equal((decimal)order["total"]!, (decimal)payment["amount"]!);
        Assert.Equal("paid", (string)(await purchase.ReadAsync(order, ct))["payment_status"]!);
        Assert.Single(await PaymentProvider.Of((string)payment["provider"]!).ChargesAsync(shop.WireMock, order, ct));
        Assert.Equal(provider?.Name ?? (string)payment["provider"]!, (string)payment["provider"]!);
    }

    async Task APaidOrderIsShippedAsync(string service, CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, service: service);
        await purchase.PayAsync(order, ct);

        await purchase.WaitUntilAsync(order, "processing", ct);
        var carrier = (await shop.Database.ScalarAsync<string>(
            $"select carrier from shipping.shipments where order_id = {(Guid)order["id"]!}", ct))!;
        await using var stubs = new CarrierStubs(shop, carrier, order);
        Assert.Single(await stubs.CreationsAsync(ct));
        Assert.True(service == "standard" || service == carrier, carrier);
    }

    async Task APaidOrderIsMailedAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);

        await new Inbox(shop, purchase.Customer.Email).MailAsync($"Заказ {order["number"]} оплачен", ct);
    }

    async Task APaidOrderIsCountedAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct, quantity: 2);
        await purchase.PayAsync(order, ct);

        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select coalesce(sum(quantity), 0)::bigint from analytics.events
                where type = 'sold' and product_id = {purchase.Goods.Ids[0]}
                """, ct),
                sold => sold == 2,
                Timeout,
                "two sold");
    }

    async Task ACancelledOrderIsRefundedAsync(CancellationToken ct)
    {
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);
        cancelled.EnsureSuccessStatusCode();

        await purchase.WaitForRefundAsync(order, ct);
        var provider = PaymentProvider.Of((string)payment["provider"]!);
        var refunds = provider.RefundPattern(await purchase.ProviderIdAsync(payment, ct));
        Assert.Single(await shop.WireMock.RequestsAsync(refunds, ct));
    }

    async Task ANewAccountGetsAVerificationMailAsync(CancellationToken ct)
    {
        var customer = await Customers.RegisterAsync(shop, ct);

        await new Inbox(shop, customer.Email).MailAsync("Подтвердите адрес электронной почты", ct);
    }

    async Task AWatchIsConfirmedByMailAsync(bool sendGridIsDown, CancellationToken ct)
    {
        var goods = await Goods.AddAsync(shop.Database, ct, ("Весы", 990m, 0));
        var email = Customers.NewEmail();
        await using var sendGrid = new SendGridStub(shop.WireMock, email);
        if (sendGridIsDown)
            await sendGrid.AnswerAsync([503], new { errors = new[] { new { message = "Try later." } } }, ct);
        using var watched = await shop.Api.PostAsJsonAsync($"/api/products/{goods.Ids[0]}/watch", new { email }, ct);
        watched.EnsureSuccessStatusCode();

        var provider = await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<string>(
                $"select provider from notifications.messages where recipient = {email} and status = 'sent'", ct),
            sent => sent is not null,
            Timeout,
            "a sent mail");
        Assert.Equal(sendGridIsDown ? "mailgun" : "sendgrid", provider);
        Assert.Equal(1, await sendGrid.CountAsync(ct));
        var mailgun = await shop.WireMock.RequestsAsync(
            new
            {
                method = "POST",
                urlPath = "/v3/mg.example.com/messages",
                formParameters = new { to = new { equalTo = email } }
            },
            ct);
        Assert.Equal(sendGridIsDown ? 1 : 0, mailgun.Count);
    }

    async Task AnOrderIsConfirmedBySmsAsync(string prefix, string path, string field, string plus, CancellationToken ct)
    {
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
            Timeout,
            $"a text to {number}");
    }

    async Task StockIsSyncedFromTheErpAsync(CancellationToken ct)
    {
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5));
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[0]), 41)]), ct);
        using var asked = await shop.Admin.PostAsync("/api/inventory/sync", null, ct);
        var task = (string)(await asked.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]!;

        await Eventually.WaitUntilAsync(
            async () => (string)(await shop.Admin.GetJsonAsync($"/api/tasks/{task}/status", ct))["status"]!,
            status => status == "SUCCESS",
            Timeout,
            "the stock list");
        Assert.Equal(41, (int)(await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct))["quantity"]!);
    }

    async Task AnIssueIsCreatedAsync(CancellationToken ct)
    {
        using var http = new HttpClient();
        var options = new GitHubOptions
        {
            BaseAddress = shop.WireMock.BaseAddress!,
            Token = "ghp_matrix",
            Repository = $"shop/m-{Guid.CreateVersion7():N}"
        };
        var github = new GitHubIssues(http, Options.Create(options), TimeProvider.System);

        var issue = await github.CreateOnceAsync("e-1", "Ошибка", "500", [], ct);
        Assert.Equal(("open", "Ошибка"), (issue.State, issue.Title));
    }
}
