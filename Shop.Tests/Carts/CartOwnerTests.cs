using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Carts;

/// <summary>A cart belongs to the guest. After a login it belongs to the account.</summary>
[Trait("suite", "contract")]
public class CartOwnerTests(ShopFixture shop)
{
    [Fact]
    public async Task Login_merges_the_guests_cart_into_the_accounts_up_to_the_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10m, 5), ("Б", 10m, 5), ("В", 10m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        await CartCalls.AddAsync(customer.Api, goods.Ids[0], 4, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(customer.Api, goods.Ids[1], 1, HttpStatusCode.Created, ct);
        using var guest = shop.NewGuest();
        await CartCalls.AddAsync(guest, goods.Ids[0], 3, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(guest, goods.Ids[1], 2, HttpStatusCode.Created, ct);
        await CartCalls.AddAsync(guest, goods.Ids[2], 1, HttpStatusCode.Created, ct);

        var credentials = new { email = customer.Email, password = Customers.Password };
        var logins = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            _ => guest.PostAsJsonAsync("/api/auth/login", credentials, ct)));
        Assert.All(logins, login => Assert.Equal(HttpStatusCode.OK, login.StatusCode));

        Assert.Equal(["А5", "Б3", "В1"], await CartCalls.LinesAsync(customer.Api, ct));
        Assert.Empty(await CartCalls.LinesAsync(guest, ct));
    }

    [Fact]
    public async Task A_signed_in_customer_gets_the_accounts_cart_whatever_the_cart_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        customer.Api.DefaultRequestHeaders.Add("X-Cart-Id", $"g{Guid.CreateVersion7():N}");

        await CartCalls.AddAsync(customer.Api, goods.Ids[0], 1, HttpStatusCode.Created, ct);
        customer.Api.DefaultRequestHeaders.Remove("X-Cart-Id");

        Assert.Equal(["А1"], await CartCalls.LinesAsync(customer.Api, ct));
    }

    [Fact]
    public async Task The_cart_api_of_load_generators_shows_the_same_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10.5m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        var path = $"/cart-api/cart/{customer.Id}";

        using var added = await customer.Api.PostAsJsonAsync(
            $"{path}/add", new { product_id = goods.Ids[0], quantity = 2 }, ct);
        var cart = await added.AnswerAsync(HttpStatusCode.OK, ct);
        var items = $$$"""{"{{{goods.Ids[0]}}}":{"quantity":2,"price":10.50,"name":"А"}}""";
        Assert.Equal(
            $$"""{"user_id":"{{customer.Id}}","items":{{items}},"total_value":21.00}""",
            await customer.Api.GetStringAsync(path, ct));
        Assert.True(JsonNode.DeepEquals(cart, await customer.Api.GetJsonAsync(path + "/", ct)));
        Assert.Equal(["А2"], await CartCalls.LinesAsync(customer.Api, ct));

        using var updated = await customer.Api.PutAsJsonAsync(
            $"{path}/update", new { product_id = goods.Ids[0], quantity = 5 }, ct);
        Assert.Equal("52.50", (await updated.AnswerAsync(HttpStatusCode.OK, ct))["total_value"]!.ToJsonString());
        using var tooMany = await customer.Api.PostAsJsonAsync(
            $"{path}/add", new { product_id = goods.Ids[0], quantity = 1 }, ct);
        await tooMany.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{path}/remove")
        {
            Content = JsonContent.Create(new { product_id = goods.Ids[0] })
        };
        using var removed = await customer.Api.SendAsync(request, ct);
        Assert.Empty((await removed.AnswerAsync(HttpStatusCode.OK, ct))["items"]!.AsObject());
    }

    [Fact]
    public async Task A_cart_is_for_its_owner_and_for_admins()
    {
        var ct = TestContext.Current.CancellationToken;
        var (owner, other) = (await Customers.RegisterAsync(shop, ct), await Customers.RegisterAsync(shop, ct));
        var path = $"/cart-api/cart/{owner.Id}";

        using var anybody = await shop.Api.GetAsync(path, ct);
        await anybody.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        using var stranger = await other.Api.GetAsync(path, ct);
        await stranger.ProblemAsync(HttpStatusCode.Forbidden, ct);
        using var admin = await shop.Admin.GetAsync(path, ct);
        Assert.Equal(HttpStatusCode.OK, admin.StatusCode);
    }

    [Fact]
    public async Task An_invalid_token_is_401_and_not_treated_as_a_guest()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));
        var customer = await Customers.RegisterAsync(shop, ct);
        using var logout = await customer.Api.PostAsync("/api/auth/logout", null, ct);
        using var madeUp = shop.WithToken("made up");

        var line = $"/items/{goods.Ids[0]}";
        (string, string)[] requests =
            [("GET", ""), ("DELETE", ""), ("POST", "/items"), ("PUT", line), ("DELETE", line)];
        foreach (var api in (HttpClient[])[customer.Api, madeUp])
        {
            foreach (var (method, path) in requests)
            {
                using var request = new HttpRequestMessage(new(method), "/api/cart" + path)
                {
                    Content = JsonContent.Create(new { product_id = goods.Ids[0], quantity = 1 })
                };
                using var response = await api.SendAsync(request, ct);
                await response.ProblemAsync(HttpStatusCode.Unauthorized, ct);
                Assert.Equal("error=\"invalid_token\"", Assert.Single(response.Headers.WwwAuthenticate).Parameter);
                Assert.False(response.Headers.Contains("X-Cart-Id"));
            }
        }
    }
}
