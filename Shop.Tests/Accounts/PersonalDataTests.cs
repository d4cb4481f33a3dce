using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class PersonalDataTests(ShopFixture shop)
{
    const string Phone = "+7 900 765-43-21";

    [Fact]
    public async Task The_export_is_a_file_with_everything_about_the_account()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var email = purchase.Customer.Email;
        await WatchAsync(purchase, ct);
        using var told = await purchase.Customer.Api.PostAsJsonAsync(
            "/api/feedback", new { message = "Хороший магазин", rating = 5 }, ct);
        Assert.Equal(HttpStatusCode.Created, told.StatusCode);

        using var response = await purchase.Customer.Api.GetAsync("/api/users/export", ct);

        Assert.Equal("account.json", response.Content.Headers.ContentDisposition!.FileName);
        var export = await response.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal(email, (string)export["user"]!["email"]!);
        Assert.Equal((string)order["id"]!, (string)Assert.Single(export["orders"]!.AsArray())!["id"]!);
        Assert.Equal("Лесная, 5", (string)export["orders"]![0]!["shipping_address"]!["street"]!);
        Assert.Equal(email, (string)Assert.Single(export["watches"]!.AsArray())!["email"]!);
        Assert.Equal("Хороший магазин", (string)Assert.Single(export["feedback"]!.AsArray())!["message"]!);
        Assert.Contains("registered", export["events"]!.AsArray().Select(entry => (string)entry!["action"]!));
        Assert.NotNull(export["cart"]!["items"]);
        Assert.DoesNotContain("argon2id", export.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_account_leaves_its_orders_and_nothing_about_the_person()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var (api, email) = (purchase.Customer.Api, purchase.Customer.Email);
        using var named = await api.PutAsJsonAsync(
            "/api/users/profile", new { last_name = $"Ким-{purchase.Customer.Id:N}", phone = Phone }, ct);
        named.EnsureSuccessStatusCode();
        using var login = await shop.Api.PostAsJsonAsync(
            "/api/auth/login", new { email, password = Customers.Password }, ct);
        var session = await login.AnswerAsync(HttpStatusCode.OK, ct);
        using var elsewhere = shop.WithToken((string)session["access_token"]!);
        var order = await purchase.PlaceAsync(ct);
        await WatchAsync(purchase, ct);
        await shop.VerificationTokenAsync(email, ct);
        using var carted = await api.PostAsJsonAsync(
            "/api/cart/items", new { product_id = purchase.Goods.Ids[0], quantity = 1 }, ct);
        carted.EnsureSuccessStatusCode();

        await DeleteAsync(api, "wrong password", HttpStatusCode.BadRequest, ct);
        await DeleteAsync(api, Customers.Password, HttpStatusCode.Conflict, ct);
        Assert.NotNull(await elsewhere.GetJsonAsync("/user-api/me", ct));
        using var cancelled = await api.PostAsJsonAsync($"/api/orders/{order["id"]}/cancel", new { }, ct);
        cancelled.EnsureSuccessStatusCode();
        // Whatever was still under way about the account arrives before it is deleted.
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"""
                select count(distinct template) from notifications.messages
                where recipient = {email} and status = 'sent'
                """, ct),
            sent => sent == 4,
            TimeSpan.FromSeconds(30),
            "the mails about the address, the product and both steps of the order");
        await DeleteAsync(api, Customers.Password, HttpStatusCode.OK, ct);

        foreach (var client in (HttpClient[])[api, elsewhere])
        {
            using var refused = await client.GetAsync("/user-api/me", ct);
            await refused.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        }
        using var refresh = await shop.Api.PostAsJsonAsync(
            "/api/auth/refresh", new { refresh_token = (string)session["refresh_token"]! }, ct);
        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        using var again = await shop.Api.PostAsJsonAsync(
            "/api/auth/login", new { email, password = Customers.Password }, ct);
        await again.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        Assert.Equal("", await shop.Database.TablesWithAsync(email, ct));
        Assert.Equal("", await shop.Database.TablesWithAsync($"Ким-{purchase.Customer.Id:N}", ct));
        var kept = await shop.Admin.GetJsonAsync($"/api/orders/{order["id"]}", ct);
        Assert.Equal("cancelled", (string)kept["status"]!);
        Assert.Null(kept["shipping_address"]);
        // The address is free again.
        await Customers.RegisterAsync(shop, ct, email);
    }

    static async Task DeleteAsync(HttpClient api, string password, HttpStatusCode expected, CancellationToken ct)
    {
        using var response = await api.PostAsJsonAsync("/api/users/delete", new { password }, ct);
        Assert.Equal(expected, response.StatusCode);
    }

    async Task WatchAsync(Purchase purchase, CancellationToken ct)
    {
        using var watched = await shop.Api.PostAsJsonAsync(
            $"/api/products/{purchase.Goods.Ids[0]}/watch", new { email = purchase.Customer.Email }, ct);
        Assert.Equal(HttpStatusCode.Accepted, watched.StatusCode);
    }
}
