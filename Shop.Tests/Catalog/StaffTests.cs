using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;

namespace Shop.Tests.Catalog;

public class StaffTests(ShopFixture shop)
{
    [Fact]
    public async Task A_product_added_by_staff_is_in_the_shop_with_its_image()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var sku = NewSku();

        using var added = await staff.Api.PostAsJsonAsync(
            "/api/products",
            new
            {
                name = "Шина «Проба» 175/70 R13",
                description = "d",
                price = 3990.5,
                sku,
                quantity = 12,
                category = "Tires",
                attributes = new { сезон = "зима" }
            },
            ct);
        var product = await added.AnswerAsync(HttpStatusCode.Created, ct);

        Assert.Equal($"/api/products/{product["id"]}", added.Headers.Location?.OriginalString);
        Assert.Equal(
            ("Tires tires", "3990.50", 12, "зима"),
            (
                $"{product["category"]} {product["category_slug"]}",
                product["price"]!.ToJsonString(),
                (int)product["quantity"]!,
                (string)product["attributes"]!["сезон"]!));
        Assert.True(JsonNode.DeepEquals(product, await shop.Api.GetJsonAsync($"/api/products/{product["id"]}", ct)));
        foreach (var host in (HttpClient[])[shop.Api, shop.Web])
        {
            using var picture = await host.GetAsync((string)product["image_url"]!, ct);
            Assert.Equal(
                ("image/svg+xml", true),
                (picture.Content.Headers.ContentType?.MediaType, picture.Headers.CacheControl?.Public));
            Assert.InRange((await picture.Content.ReadAsByteArrayAsync(ct)).Length, 400, 4096);
        }
    }

    [Fact]
    public async Task A_photograph_replaces_the_drawing_until_it_is_removed()
    {
        const string Photograph = "https://photos.example.com/tire.jpg?w=480";
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var sku = NewSku();
        using var added = await staff.Api.PostAsJsonAsync(
            "/api/products",
            new { name = "Шина", price = 1, sku, quantity = 1, category = "tires", image_url = Photograph },
            ct);
        var path = $"/api/products/{(await added.AnswerAsync(HttpStatusCode.Created, ct))["id"]}";

        foreach (var (change, image) in ((string, string)[])
        [
            ("""{"price": 2}""", Photograph),
            ("""{"image_url": ""}""", $"/images/products/tires/{sku}.svg"),
            ($$"""{"image_url": "/images/products/tires/{{sku}}.svg", "category": "tea"}""",
                $"/images/products/tires/{sku}.svg"),
            ("""{"image_url": "", "category": "tea"}""", $"/images/products/tea/{sku}.svg")
        ])
        {
            using var changed = await PatchAsync(staff, path, change, null, ct);
            Assert.Equal(image, (string)(await changed.AnswerAsync(HttpStatusCode.OK, ct))["image_url"]!);
        }
    }

    [Fact]
    public async Task A_sku_is_unique_even_under_concurrent_requests()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var body = new { name = "Двойник", price = 1, sku = NewSku(), quantity = 1 };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => staff.Api.PostAsJsonAsync("/api/products", body, ct)));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>($"select count(*) from catalog.products where sku = {body.sku}", ct));
    }

    [Theory]
    [InlineData("""{}""", "name", "price", "quantity", "sku")]
    [InlineData("""{"name": " ", "price": -1, "sku": "a b", "quantity": -1}""", "name", "price", "quantity", "sku")]
    [InlineData("""{"name": "x", "price": 1.005, "sku": "ok-1", "quantity": 1}""", "price")]
    [InlineData("""{"name": "x", "price": 1, "sku": "ok-1", "quantity": 1, "attributes": [1]}""", "attributes")]
    [InlineData("""{"name": "x", "price": 1, "sku": "ok-1", "quantity": 1, "category": "no such"}""", "category")]
    [InlineData(
        """{"name": "x", "price": 1, "sku": "ok-1", "quantity": 1, "image_url": "javascript:alert(1)"}""", "image_url")]
    [InlineData(
        """{"name": "x", "price": 1, "sku": "ok-1", "quantity": 1, "image_url": "//evil.example/x.png"}""",
        "image_url")]
    public async Task An_invalid_product_is_refused_with_each_field_named(string body, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        using var refused = await staff.Api.PostAsync(new Uri("/api/products", UriKind.Relative), Body(body), ct);

        Assert.Equal(fields, (await refused.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Theory]
    [InlineData("""{"name": 5}""")]
    [InlineData("""{"price": "dear"}""")]
    [InlineData("""{"price": 1e40}""")]
    [InlineData("""{"quantity": 99999999999}""")]
    [InlineData("""{"name": "a\u0000b"}""")]
    [InlineData("""{"attributes": {"a": 1e999999}}""")]
    [InlineData("""{"attributes": {"a": "\u0000"}}""")]
    [InlineData("[")]
    public async Task An_invalid_change_is_refused_and_changes_nothing(string body)
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 1));
        using var refused = await staff.Api.PatchAsync(
            new Uri($"/api/products/{goods.Ids[0]}", UriKind.Relative), Body(body), ct);

        await refused.ProblemAsync(HttpStatusCode.BadRequest, ct);
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<int>(
                $"select version from catalog.products where id = {goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task Only_staff_may_change_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 1));
        var path = $"/api/products/{goods.Ids[0]}";

        (HttpClient, HttpStatusCode)[] callers =
        [
            (shop.Api, HttpStatusCode.Unauthorized),
            (customer.Api, HttpStatusCode.Forbidden)
        ];
        (HttpMethod, string)[] changes =
        [
            (HttpMethod.Post, "/api/products"),
            (HttpMethod.Put, path),
            (HttpMethod.Patch, path),
            (HttpMethod.Delete, path),
            (HttpMethod.Put, path + "/inventory")
        ];
        foreach (var (who, status) in callers)
            foreach (var (method, to) in changes)
            {
                using var request = new HttpRequestMessage(method, to);
                request.Content = Body("""{"price": 1, "quantity": 1}""");
                using var response = await who.SendAsync(request, ct);
                await response.ProblemAsync(status, ct);
            }
        Assert.Equal("10.00", (await shop.Api.GetJsonAsync(path, ct))["price"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_keeps_unnamed_fields_and_a_stale_If_Match_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));
        var path = $"/api/products/{goods.Ids[0]}";
        using var read = await staff.Api.GetAsync(path, ct);
        var tag = read.Headers.ETag!.ToString();

        using var priced = await PatchAsync(staff, path, """{"price": 11.5}""", tag, ct);
        var first = await priced.AnswerAsync(HttpStatusCode.OK, ct);
        using var stale = await PatchAsync(staff, path, """{"price": 12}""", tag, ct);
        await stale.ProblemAsync(HttpStatusCode.PreconditionFailed, ct);
        using var named = await PatchAsync(staff, path, """{"name": "Кувшин"}""", null, ct);
        var last = await named.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(
            ("Ваза", "11.50", 7),
            ((string)first["name"]!, first["price"]!.ToJsonString(), (int)first["quantity"]!));
        Assert.Equal(
            ("Кувшин", "11.50", 7),
            ((string)last["name"]!, last["price"]!.ToJsonString(), (int)last["quantity"]!));
    }

    [Fact]
    public async Task Exactly_one_of_concurrent_changes_with_the_same_ETag_succeeds()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));
        var path = $"/api/products/{goods.Ids[0]}";
        using var read = await staff.Api.GetAsync(path, ct);

        var tag = read.Headers.ETag!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(
            price => PatchAsync(staff, path, $$"""{"price": {{price}}}""", tag, ct)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Putting_a_product_sets_the_available_quantity_on_top_of_reservations()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set reserved = 3 where product_id = {goods.Ids[0]}", ct);

        using var put = await staff.Api.PutAsJsonAsync(
            $"/api/products/{goods.Ids[0]}", new { name = "Чаша", price = 20, sku = NewSku(), quantity = 5 }, ct);
        var product = await put.AnswerAsync(HttpStatusCode.OK, ct);

        Assert.Equal(
            ("Чаша", "", 5, goods.Category),
            (
                (string)product["name"]!,
                (string)product["description"]!,
                (int)product["quantity"]!,
                (string)product["category_slug"]!));
        Assert.Equal(
            8,
            await shop.Database.ScalarAsync<int>(
                $"select on_hand from inventory.stock where product_id = {goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task An_archived_product_leaves_the_shop_and_stays_in_the_database()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7), ("Чаша", 10m, 7));
        var path = $"/api/products/{goods.Ids[0]}";

        using var archived = await staff.Api.DeleteAsync(path, ct);
        Assert.Equal(HttpStatusCode.NoContent, archived.StatusCode);

        Assert.Equal(["Чаша"], await shop.Api.NamesAsync($"/api/products?category={goods.Category}", ct));
        using var gone = await shop.Api.GetAsync(path, ct);
        await gone.ProblemAsync(HttpStatusCode.NotFound, ct);
        using var again = await staff.Api.DeleteAsync(path, ct);
        await again.ProblemAsync(HttpStatusCode.NotFound, ct);
        Assert.Equal(
            "Ваза",
            await shop.Database.ScalarAsync<string>(
                $"select name from catalog.products where id = {goods.Ids[0]} and archived_at is not null", ct));
    }

    [Fact]
    public async Task Units_sold_elsewhere_lower_the_stock_but_never_below_zero()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 10));
        var path = $"/api/products/{goods.Ids[0]}/inventory";

        using var sold = await staff.Api.PutAsJsonAsync(path, new { product_id = goods.Ids[0], quantity = 4 }, ct);
        Assert.Equal(6, (int)(await sold.AnswerAsync(HttpStatusCode.OK, ct))["quantity"]!);
        using var tooMany = await staff.Api.PutAsJsonAsync(path, new { quantity = 7 }, ct);
        await tooMany.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var none = await staff.Api.PutAsJsonAsync(path, new { quantity = 0 }, ct);
        Assert.Equal(["quantity"], (await none.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        using var other = await staff.Api.PutAsJsonAsync(
            path, new { product_id = Guid.CreateVersion7(), quantity = 1 }, ct);
        Assert.Equal(["product_id"], (await other.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());

        var racing = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => staff.Api.PutAsJsonAsync(path, new { quantity = 1 }, ct)));
        Assert.Equal(6, racing.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(0, (int)(await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct))["quantity"]!);
    }

    [Fact]
    public async Task An_image_of_an_unknown_category_is_a_404()
    {
        using var picture = await shop.Api.GetAsync(
            "/images/products/no-such/A.svg", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
    }

    static string NewSku() => $"S-{Guid.CreateVersion7():N}";

    static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    static async Task<HttpResponseMessage> PatchAsync(
        Customer staff, string path, string body, string? tag, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Body(body) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await staff.Api.SendAsync(request, ct);
    }
}
