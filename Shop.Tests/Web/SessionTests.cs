using System.Net;
using Shop.Database;
using StackExchange.Redis;

namespace Shop.Tests.Web;

[Trait("suite", "contract")]
public class SessionTests(ShopFixture shop)
{
    [Fact]
    public async Task Concurrent_pages_refresh_an_expired_session_once()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);
        await ExpireAccessTokensAsync(shop, shopper.Email, ct);

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shopper.Browser.VisitAsync("/orders", ct)));
        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, "/orders"), (page.Status, page.Path)));

        await ExpireAccessTokensAsync(shop, shopper.Email, ct);
        Assert.Equal("/profile", (await shopper.Browser.VisitAsync("/profile", ct)).Path);
        Assert.Equal(
            2,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.audit a join accounts.users u on u.id = a.user_id
                where u.email = {shopper.Email} and a.action = 'refreshed'
                """,
                ct));
    }

    [Fact]
    public async Task A_revoked_session_leads_to_the_login_and_back()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);
        await ExpireAccessTokensAsync(shop, shopper.Email, ct);
        await shop.Database.ExecuteAsync(
            $"""
            delete from accounts.sessions
            where user_id = (select id from accounts.users where email = {shopper.Email})
            """,
            ct);

        Assert.Equal(
            "/login?return=%2Forders%3Fpage%3D2",
            (await shopper.Browser.VisitAsync("/orders?page=2", ct)).Path);
        Assert.True((await shopper.Browser.VisitAsync("/", ct)).Has("href=\"/login\""));
        Assert.Equal("/orders?page=2", (await shopper.LogInAsync(ct, back: "/orders?page=2")).Path);
    }

    [Fact]
    public async Task An_open_page_still_works_after_signing_in_or_out_in_another_tab()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        var asGuest = await shopper.Browser.VisitAsync($"/products/{shopper.Goods.Ids[0]}", ct);

        await shopper.RegisterAsync(ct);
        var added = await shopper.Browser.SubmitAsync(asGuest, "action=\"/cart/items\"", ct);
        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.True((await shopper.Browser.VisitAsync("/cart", ct)).Has("class=\"cart-item\""));
        await shopper.Browser.SubmitAsync(await shopper.Browser.VisitAsync("/profile", ct), "action=\"/logout\"", ct);
        var again = await shopper.Browser.SubmitAsync(added, "action=\"/cart/items\"", ct);
        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task The_login_never_redirects_to_another_site(string back)
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);

        Assert.Equal("/", (await shopper.LogInAsync(ct, back: back)).Path);
    }

    [Fact]
    public async Task Two_visitors_have_separate_carts()
    {
        var ct = TestContext.Current.CancellationToken;
        using var one = await Shopper.CreateAsync(shop, ct);
        using var other = await Shopper.CreateAsync(shop, ct);
        await one.AddToCartAsync(ct);
        await other.AddToCartAsync(ct);

        Assert.Single(
            System.Text.RegularExpressions.Regex.Matches(
                (await other.Browser.VisitAsync("/cart", ct)).Html,
                "class=\"cart-item\""));
        using var third = new Visitor(shop);
        Assert.True((await third.VisitAsync("/cart", ct)).Has("В корзине пока пусто."));
    }

    // What the API does when an access token expires.
    internal static async Task ExpireAccessTokensAsync(ShopFixture shop, string email, CancellationToken ct)
    {
        var hashes = await shop.Database.ScalarAsync<string[]>(
            $"""
            select array_agg(access_hash) from accounts.sessions s join accounts.users u on u.id = s.user_id
            where u.email = {email}
            """,
            ct);
        using var redis = await ConnectionMultiplexer.ConnectAsync(await shop.ConnectionStringAsync("redis"));
        Assert.Equal(
            hashes!.Length,
            await redis.GetDatabase().KeyDeleteAsync(Array.ConvertAll(hashes, hash => (RedisKey)$"access:{hash}")));
    }
}
