using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Carts;

public class CartTests(ShopFixture shop)
{
    [Fact]
    public async Task Adding_the_first_product_gives_a_guest_a_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));

        using var stranger = shop.NewApiClient();
        using var added = await stranger.PostAsJsonAsync(
            "/api/cart/items", new { product_id = goods.Ids[0], quantity = 2 }, ct);
        var line = await added.AnswerAsync(HttpStatusCode.Created, ct);
        var id = Assert.Single(added.Headers.GetValues("X-Cart-Id"));
        var cookie = Assert.Single(added.Headers.GetValues("Set-Cookie"));

        Assert.Equal(
            ["product_id", "name", "price", "quantity", "line_total", "available"],
            line.Select(field => field.Key));
        Assert.Contains($"cart={id};", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var (header, value) in ((string, string)[])[("X-Cart-Id", id), ("Cookie", $"cart={id}")])
        {
            using var guest = shop.NewApiClient();
            guest.DefaultRequestHeaders.Add(header, value);
            var cart = await guest.GetJsonAsync("/api/cart", ct);
            var item = cart["items"]![0]!;
            Assert.Equal(
                ("Чашка", 2, "150.50", "301.00", true),
                (
                    (string)item["name"]!,
                    (int)item["quantity"]!,
                    item["price"]!.ToJsonString(),
                    item["line_total"]!.ToJsonString(),
                    (bool)item["available"]!));
            Assert.Equal(("301.00", "RUB"), (cart["total"]!.ToJsonString(), (string)cart["currency"]!));
        }
    }

    [Fact]
    public async Task Carts_are_separate()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));
        using var first = shop.NewApiClient();
        using var second = shop.NewApiClient();

        await AddAsync(first, goods.Ids[0], 2, HttpStatusCode.Created, ct);

        Assert.Empty((await second.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
        var customer = await Customers.RegisterAsync(shop, ct);
        Assert.Empty((await customer.Api.GetJsonAsync("/api/cart", ct))["items"]!.AsArray());
    }

    [Fact]
    public async Task Reading_creates_no_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        using var stranger = shop.NewApiClient();
        using var looked = await stranger.GetAsync("/api/cart", ct);

        Assert.Equal("""{"items":[],"total":0.00,"currency":"RUB"}""", await looked.Content.ReadAsStringAsync(ct));
        Assert.False(looked.Headers.Contains("X-Cart-Id") || looked.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Adding_increases_the_quantity_updating_replaces_it_and_deleting_removes_the_line()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 9), ("Блюдце", 50m, 9));
        using var guest = Guest();

        await AddAsync(guest, goods.Ids[0], 2, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[0], 3, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.Created, ct);
        Assert.Equal("550.00", (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());

        using var changed = await guest.PutAsJsonAsync($"/api/cart/items/{goods.Ids[0]}", new { quantity = 1 }, ct);
        Assert.Equal(1, (int)(await changed.AnswerAsync(HttpStatusCode.OK, ct))["quantity"]!);
        Assert.Equal("150.00", (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());

        var line = $"/api/cart/items/{goods.Ids[0]}";
        foreach (var (path, total) in ((string, string)[])[(line, "50.00"), (line, "50.00"), ("/api/cart", "0.00")])
        {
            using var removed = await guest.DeleteAsync(path, ct);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            Assert.Equal(total, (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Concurrent_adds_never_exceed_the_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 7));
        using var guest = Guest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => guest.PostAsJsonAsync("/api/cart/items", new { product_id = goods.Ids[0], quantity = 1 }, ct)));

        Assert.Equal(
            (7, 5),
            (
                answers.Count(answer => answer.StatusCode == HttpStatusCode.Created),
                answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(7, (int)(await guest.GetJsonAsync("/api/cart", ct))["items"]![0]!["quantity"]!);
        using var more = await guest.PutAsJsonAsync($"/api/cart/items/{goods.Ids[0]}", new { quantity = 8 }, ct);
        await more.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Fact]
    public async Task A_cart_shows_current_prices_and_availability()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 5), ("Блюдце", 50m, 5));
        using var guest = Guest();
        await AddAsync(guest, goods.Ids[0], 5, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.Created, ct);

        await shop.Database.ExecuteAsync($"update catalog.products set price = 120 where id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set on_hand = 4 where product_id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = now() where id = {goods.Ids[1]}", ct);

        var items = (await guest.GetJsonAsync("/api/cart", ct))["items"]!.AsArray();
        Assert.Equal(
            [("Блюдце", "50.00", false), ("Чашка", "120.00", false)],
            items.Select(item => ((string)item!["name"]!, item["price"]!.ToJsonString(), (bool)item["available"]!)));
        await AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.NotFound, ct);
    }

    [Theory]
    [InlineData("""{"quantity": 1}""", "product_id")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead"}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 0}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": -5}""", "quantity")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1001}""", "quantity")]
    [InlineData("""{"product_id": "x", "quantity": 1}""")]
    [InlineData("""{"product_id": "019b76da-0000-7000-8000-00000000dead", "quantity": 1.5}""")]
    [InlineData("{")]
    public async Task An_invalid_body_is_refused(string body, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var guest = Guest();
        using var refused = await guest.PostAsync(
            new Uri("/api/cart/items", UriKind.Relative),
            new StringContent(body, Encoding.UTF8, "application/json"),
            ct);

        var problem = await refused.ProblemAsync(HttpStatusCode.BadRequest, ct);
        if (fields.Length > 0)
            Assert.Equal(fields, problem.Fields());
    }

    [Theory]
    [InlineData("user:019b76da-0000-7000-8000-00000000dead")]
    [InlineData("a b")]
    [InlineData("*")]
    public async Task An_invalid_cart_id_is_refused(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        using var guest = shop.NewApiClient();
        guest.DefaultRequestHeaders.TryAddWithoutValidation("X-Cart-Id", name);
        using var refused = await guest.GetAsync("/api/cart", ct);

        Assert.Equal(["x-cart-id"], (await refused.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task An_unknown_product_cannot_be_added()
    {
        using var guest = Guest();
        await AddAsync(guest, Guid.CreateVersion7(), 1, HttpStatusCode.NotFound, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cart_holds_at_most_100_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(
            shop.Database, ct, [.. Enumerable.Range(0, 101).Select(_ => ("Нитка", 1m, 5))]);
        using var guest = Guest();
        foreach (var id in goods.Ids.Take(100))
            await AddAsync(guest, id, 1, HttpStatusCode.Created, ct);

        using var full = await guest.PostAsJsonAsync(
            "/api/cart/items", new { product_id = goods.Ids[100], quantity = 1 }, ct);
        await full.ProblemAsync(HttpStatusCode.BadRequest, ct);
        await AddAsync(guest, goods.Ids[0], 1, HttpStatusCode.Created, ct);
    }

    [Fact]
    public async Task Login_merges_the_guests_cart_into_the_accounts_up_to_the_stock()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10m, 5), ("Б", 10m, 5), ("В", 10m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        await AddAsync(customer.Api, goods.Ids[0], 4, HttpStatusCode.Created, ct);
        await AddAsync(customer.Api, goods.Ids[1], 1, HttpStatusCode.Created, ct);
        using var guest = Guest();
        await AddAsync(guest, goods.Ids[0], 3, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[1], 2, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[2], 1, HttpStatusCode.Created, ct);

        var credentials = new { email = customer.Email, password = Customers.Password };
        var logins = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            _ => guest.PostAsJsonAsync("/api/auth/login", credentials, ct)));
        Assert.All(logins, login => Assert.Equal(HttpStatusCode.OK, login.StatusCode));

        Assert.Equal(["А5", "Б3", "В1"], await LinesAsync(customer.Api, ct));
        Assert.Empty(await LinesAsync(guest, ct));
    }

    [Fact]
    public async Task A_signed_in_customer_gets_the_accounts_cart_whatever_the_cart_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        customer.Api.DefaultRequestHeaders.Add("X-Cart-Id", $"g{Guid.CreateVersion7():N}");

        await AddAsync(customer.Api, goods.Ids[0], 1, HttpStatusCode.Created, ct);
        customer.Api.DefaultRequestHeaders.Remove("X-Cart-Id");

        Assert.Equal(["А1"], await LinesAsync(customer.Api, ct));
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
        Assert.Equal(["А2"], await LinesAsync(customer.Api, ct));

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

    HttpClient Guest()
    {
        var guest = shop.NewApiClient();
        guest.DefaultRequestHeaders.Add("X-Cart-Id", $"g{Guid.CreateVersion7():N}");
        return guest;
    }

    static async Task AddAsync(
        HttpClient who, Guid product, int quantity, HttpStatusCode expected, CancellationToken ct)
    {
        using var response = await who.PostAsJsonAsync("/api/cart/items", new { product_id = product, quantity }, ct);
        await response.AnswerAsync(expected, ct);
    }

    static async Task<string[]> LinesAsync(HttpClient who, CancellationToken ct) =>
    [
        .. from item in (await who.GetJsonAsync("/api/cart", ct))["items"]!.AsArray()
           select $"{item!["name"]}{item["quantity"]}"
    ];
}
