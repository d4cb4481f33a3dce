using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using static Shop.Tests.Catalog.ProductCalls;

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
    public async Task An_image_of_an_unknown_category_is_a_404()
    {
        using var picture = await shop.Api.GetAsync(
            "/images/products/no-such/A.svg", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
    }
}
