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
    public async Task A_guest_is_given_a_cart_with_the_first_thing_in_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));

        using var stranger = shop.NewApiClient();
        using var added = await stranger.PostAsJsonAsync("/api/cart/items", new { product_id = goods.Ids[0], quantity = 2 }, ct);
        var line = await added.AnswerAsync(HttpStatusCode.Created, ct);
        var id = Assert.Single(added.Headers.GetValues("X-Cart-Id"));
        var cookie = Assert.Single(added.Headers.GetValues("Set-Cookie"));

        Assert.Equal(["product_id", "name", "price", "quantity", "line_total", "available"], line.Select(field => field.Key));
        Assert.Contains($"cart={id};", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var (header, value) in ((string, string)[])[("X-Cart-Id", id), ("Cookie", $"cart={id}")])
        {
            using var guest = shop.NewApiClient();
            guest.DefaultRequestHeaders.Add(header, value);
            var cart = await guest.GetJsonAsync("/api/cart", ct);
            Assert.Equal(("Чашка", 2, "150.50", "301.00", true), ((string)cart["items"]![0]!["name"]!, (int)cart["items"]![0]!["quantity"]!,
                cart["items"]![0]!["price"]!.ToJsonString(), cart["items"]![0]!["line_total"]!.ToJsonString(), (bool)cart["items"]![0]!["available"]!));
            Assert.Equal(("301.00", "RUB"), (cart["total"]!.ToJsonString(), (string)cart["currency"]!));
        }
    }

    [Fact]
    public async Task Nobody_has_the_cart_of_another()
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
    public async Task Looking_makes_no_cart()
    {
        var ct = TestContext.Current.CancellationToken;
        using var stranger = shop.NewApiClient();
        using var looked = await stranger.GetAsync("/api/cart", ct);

        Assert.Equal("""{"items":[],"total":0.00,"currency":"RUB"}""", await looked.Content.ReadAsStringAsync(ct));
        Assert.False(looked.Headers.Contains("X-Cart-Id") || looked.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Adding_adds_up_changing_replaces_and_removing_removes()
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

        foreach (var (path, total) in ((string, string)[])[($"/api/cart/items/{goods.Ids[0]}", "50.00"), ($"/api/cart/items/{goods.Ids[0]}", "50.00"), ("/api/cart", "0.00")])
        {
            using var removed = await guest.DeleteAsync(path, ct);
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
            Assert.Equal(total, (await guest.GetJsonAsync("/api/cart", ct))["total"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_cart_never_asks_for_more_than_there_is_however_many_add_at_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 7));
        using var guest = Guest();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => guest.PostAsJsonAsync("/api/cart/items", new { product_id = goods.Ids[0], quantity = 1 }, ct)));

        Assert.Equal((7, 5), (answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(7, (int)(await guest.GetJsonAsync("/api/cart", ct))["items"]![0]!["quantity"]!);
        using var more = await guest.PutAsJsonAsync($"/api/cart/items/{goods.Ids[0]}", new { quantity = 8 }, ct);
        await more.ProblemAsync(HttpStatusCode.Conflict, ct);
    }

    [Fact]
    public async Task Price_and_availability_are_those_of_now()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 100m, 5), ("Блюдце", 50m, 5));
        using var guest = Guest();
        await AddAsync(guest, goods.Ids[0], 5, HttpStatusCode.Created, ct);
        await AddAsync(guest, goods.Ids[1], 1, HttpStatusCode.Created, ct);

        await shop.Database.ExecuteAsync($"update catalog.products set price = 120 where id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync($"update inventory.stock set on_hand = 4 where product_id = {goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync($"update catalog.products set archived_at = now() where id = {goods.Ids[1]}", ct);

        var items = (await guest.GetJsonAsync("/api/cart", ct))["items"]!.AsArray();
        Assert.Equal([("Блюдце", "50.00", false), ("Чашка", "120.00", false)], items.Select(item => ((string)item!["name"]!, item["price"]!.ToJsonString(), (bool)item["available"]!)));
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
    public async Task Nonsense_is_refused(string body, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var guest = Guest();
        using var refused = await guest.PostAsync(new Uri("/api/cart/items", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), ct);

        var problem = await refused.ProblemAsync(HttpStatusCode.BadRequest, ct);
        if (fields.Length > 0)
            Assert.Equal(fields, problem.Fields());
    }

    [Theory]
    [InlineData("user:019b76da-0000-7000-8000-00000000dead")]
    [InlineData("a b")]
    [InlineData("*")]
    public async Task A_name_that_no_guest_can_have_is_refused(string name)
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
    public async Task A_cart_has_room_for_a_hundred_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, [.. Enumerable.Range(0, 101).Select(_ => ("Нитка", 1m, 5))]);
        using var guest = Guest();
        foreach (var id in goods.Ids.Take(100))
            await AddAsync(guest, id, 1, HttpStatusCode.Created, ct);

        using var full = await guest.PostAsJsonAsync("/api/cart/items", new { product_id = goods.Ids[100], quantity = 1 }, ct);
        await full.ProblemAsync(HttpStatusCode.BadRequest, ct);
        await AddAsync(guest, goods.Ids[0], 1, HttpStatusCode.Created, ct);
    }

    [Fact]
    public async Task At_login_the_guests_cart_joins_the_accounts_as_far_as_there_is_stock()
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

        var logins = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => guest.PostAsJsonAsync("/api/auth/login", new { email = customer.Email, password = Customers.Password }, ct)));
        Assert.All(logins, login => Assert.Equal(HttpStatusCode.OK, login.StatusCode));

        Assert.Equal(["А5", "Б3", "В1"], await LinesAsync(customer.Api, ct));
        Assert.Empty(await LinesAsync(guest, ct));
    }

    [Fact]
    public async Task An_account_sees_its_cart_and_not_that_of_the_browser()
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
    public async Task Load_generators_have_the_same_cart_in_their_own_words()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("А", 10.5m, 5));
        var customer = await Customers.RegisterAsync(shop, ct);
        var path = $"/cart-api/cart/{customer.Id}";

        using var added = await customer.Api.PostAsJsonAsync($"{path}/add", new { product_id = goods.Ids[0], quantity = 2 }, ct);
        var cart = await added.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal($$$"""{"user_id":"{{{customer.Id}}}","items":{"{{{goods.Ids[0]}}}":{"quantity":2,"price":10.50,"name":"А"}},"total_value":21.00}""",
            await customer.Api.GetStringAsync(path, ct));
        Assert.True(JsonNode.DeepEquals(cart, await customer.Api.GetJsonAsync(path + "/", ct)));
        Assert.Equal(["А2"], await LinesAsync(customer.Api, ct));

        using var updated = await customer.Api.PutAsJsonAsync($"{path}/update", new { product_id = goods.Ids[0], quantity = 5 }, ct);
        Assert.Equal("52.50", (await updated.AnswerAsync(HttpStatusCode.OK, ct))["total_value"]!.ToJsonString());
        using var tooMany = await customer.Api.PostAsJsonAsync($"{path}/add", new { product_id = goods.Ids[0], quantity = 1 }, ct);
        await tooMany.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{path}/remove") { Content = JsonContent.Create(new { product_id = goods.Ids[0] }) };
        using var removed = await customer.Api.SendAsync(request, ct);
        Assert.Empty((await removed.AnswerAsync(HttpStatusCode.OK, ct))["items"]!.AsObject());
    }

    [Fact]
    public async Task Somebody_elses_cart_is_for_them_and_for_the_admin()
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
    public async Task Who_brings_a_token_that_is_no_longer_good_is_told_so_and_not_taken_for_a_guest()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка", 150.5m, 9));
        var customer = await Customers.RegisterAsync(shop, ct);
        using var logout = await customer.Api.PostAsync("/api/auth/logout", null, ct);
        using var madeUp = shop.WithToken("made up");

        foreach (var api in (HttpClient[])[customer.Api, madeUp])
        {
            foreach (var (method, path) in ((string, string)[])[("GET", ""), ("DELETE", ""), ("POST", "/items"), ("PUT", $"/items/{goods.Ids[0]}"), ("DELETE", $"/items/{goods.Ids[0]}")])
            {
                using var request = new HttpRequestMessage(new(method), "/api/cart" + path) { Content = JsonContent.Create(new { product_id = goods.Ids[0], quantity = 1 }) };
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

    static async Task AddAsync(HttpClient who, Guid product, int quantity, HttpStatusCode expected, CancellationToken ct)
    {
        using var response = await who.PostAsJsonAsync("/api/cart/items", new { product_id = product, quantity }, ct);
        await response.AnswerAsync(expected, ct);
    }

    static async Task<string[]> LinesAsync(HttpClient who, CancellationToken ct) =>
        [.. (await who.GetJsonAsync("/api/cart", ct))["items"]!.AsArray().Select(item => $"{item!["name"]}{item["quantity"]}")];
}
