using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shop.Database;
using Shop.Orders;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Web;

namespace Shop.Tests.Voice.Dialogue;

/// <summary>
/// From an order on the phone to the order in the account: the text message, its link, the confirmation.
/// </summary>
public partial class PhoneOrderTests(ShopFixture shop)
{
    [Fact]
    public async Task The_link_in_the_message_confirms_the_order_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var (phone, link) = await OrderAsync(ct);
        var path = link.PathAndQuery;
        using var visitor = new Visitor(shop);
        var guest = await visitor.VisitAsync(path, ct);
        Assert.True(guest.Has("Войдите, чтобы подтвердить"), guest.Text);
        var customer = await Customers.RegisterAsync(shop, ct);
        var login = await visitor.VisitAsync($"/login?return={Uri.EscapeDataString(path)}", ct);
        var page = await visitor.SubmitAsync(
            login, "value=\"login\"", ct, ("Email", customer.Email), ("Password", Customers.Password));

        var order = await visitor.SubmitAsync(page, "value=\"confirm\"", ct);

        Assert.StartsWith("/orders/", order.Path, StringComparison.Ordinal);
        Assert.True((await visitor.VisitAsync(path, ct)).Has("Этот заказ подтверждён"));
        using var again = await customer.Api.PostAsync($"/api{path}/confirm", null, ct);
        var stranger = await Customers.RegisterAsync(shop, ct);
        using var other = await stranger.Api.PostAsync($"/api{path}/confirm", null, ct);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict), (again.StatusCode, other.StatusCode));
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>(
            $"""
            select count(*) from orders.orders where id in (select id from orders.phone_orders where phone = {phone})
            """, ct));
    }

    [Fact]
    public async Task A_phone_gets_few_messages_and_an_old_link_confirms_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var (phone, link) = await OrderAsync(ct);
        var store = new PhoneOrderStore(shop.Database);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Шина", 100m, 8));
        PhoneOrderItem[] items = [new(goods.Ids[0], "Шина", 100m, 1)];
        for (var i = 1; i < PhoneOrderStore.MaxWaiting; i++)
            Assert.True(await store.AddAsync(Guid.CreateVersion7(), phone, "ru", items, null, ct));
        Assert.False(await store.AddAsync(Guid.CreateVersion7(), phone, "ru", items, null, ct));

        await shop.Database.ExecuteAsync(
            $"update orders.phone_orders set expires_at = now() - interval '1 minute' where phone = {phone}", ct);
        var customer = await Customers.RegisterAsync(shop, ct);
        using var late = await customer.Api.PostAsync($"/api{link.PathAndQuery}/confirm", null, ct);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    async Task<(string Phone, Uri Link)> OrderAsync(CancellationToken ct)
    {
        var goods = await Goods.AddAsync(shop.Database, ct, ("Шина зимняя", 4890m, 8));
        var phone = Call.NewPhone();
        Assert.True(await new PhoneOrderStore(shop.Database).AddAsync(
            Guid.CreateVersion7(), phone, "ru", [new(goods.Ids[0], "Шина зимняя", 4890m, 4)], null, ct));
        var text = await Eventually.WaitUntilAsync(
            async () => await JournalAsync(phone, ct),
            found => found is not null,
            TimeSpan.FromSeconds(30),
            "the text message");
        Assert.Contains("19 560 ₽", text!.Replace('\u00A0', ' '));
        return (phone, new Uri(Link().Match(text).Value));
    }

    async Task<string?> JournalAsync(string phone, CancellationToken ct)
    {
        using var found = await shop.WireMock.PostAsJsonAsync(
            "/__admin/requests/find",
            new { method = "POST", bodyPatterns = new[] { new { contains = phone } } },
            ct);
        var requests = (await found.AnswerAsync(HttpStatusCode.OK, ct))["requests"]!.AsArray();
        return requests.Select(request => WebUtility.UrlDecode((string?)request!["body"] ?? ""))
            .FirstOrDefault(body => body.Contains("/phone-orders/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"https?://[^\s&]+/phone-orders/[\w-]+")]
    private static partial Regex Link();
}
