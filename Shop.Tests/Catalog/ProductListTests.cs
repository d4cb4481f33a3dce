using Shop.Database;

namespace Shop.Tests.Catalog;

[Trait("suite", "contract")]
public class ProductListTests(ShopFixture shop)
{
    [Fact]
    public async Task A_list_is_an_array_of_products_with_exactly_the_fields_of_the_contract()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 7990m, 3));
        var attributes = """{"объём": "5 л", "деталей": 12}""";
        await shop.Database.ExecuteAsync(
            $"""
            update catalog.products set attributes = {attributes}::jsonb, rating = 4.5 where id = {goods.Ids[0]}
            """, ct);

        var product = Assert.Single(
            (await shop.Api.GetJsonAsync($"/api/products?category={goods.Category}", ct)).AsArray())!.AsObject();

        string[] fields =
        [
            "id", "name", "description", "price", "sku", "category", "category_slug", "quantity", "image_url",
            "attributes", "rating", "weight", "dimensions"
        ];
        Assert.Equal(fields, product.Select(field => field.Key));
        Assert.Equal(
            (
                goods.Ids[0],
                "Самовар",
                "Для проверки.",
                "7990.00",
                Goods.Sku(goods.Ids[0]),
                $"Test {goods.Category}",
                goods.Category),
            (
                (Guid)product["id"]!,
                (string)product["name"]!,
                (string)product["description"]!,
                product["price"]!.ToJsonString(),
                (string)product["sku"]!,
                (string)product["category"]!,
                (string)product["category_slug"]!));
        Assert.Equal(
            (3, null, "5 л", 12, "4.5"),
            (
                (int)product["quantity"]!,
                product["image_url"],
                (string)product["attributes"]!["объём"]!,
                (int)product["attributes"]!["деталей"]!,
                product["rating"]!.ToJsonString().TrimEnd('0')));
    }

    [Fact]
    public async Task A_price_has_two_decimals_and_russian_text_is_not_escaped()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ложка", 5m, 1));

        var text = await shop.Api.GetStringAsync($"/api/products?category={goods.Category}", ct);

        Assert.Contains("\"price\":5.00", text, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Ложка\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_category_is_found_by_slug_and_by_name_and_an_unknown_one_is_empty()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Коврик", 10m, 1));

        Assert.Equal(
            ["Коврик"],
            await shop.Api.NamesAsync($"/api/products?category={goods.Category.ToUpperInvariant()}", ct));
        Assert.Equal(["Коврик"], await shop.Api.NamesAsync($"/api/products?category=test%20{goods.Category}", ct));
        Assert.Empty(await shop.Api.NamesAsync("/api/products?category=no-such-thing", ct));
    }

    [Theory]
    [InlineData("самоварами", "Самовар угольный")]
    [InlineData("ОВАР УГ", "Самовар угольный")]
    [InlineData("100%", "Хлопок 100%")]
    [InlineData("_", "Чашка_a")]
    [InlineData("\\", "Дробь \\ черта")]
    [InlineData("самовар -угольный")]
    [InlineData("1%0%")]
    [InlineData("xyzzy")]
    public async Task Search_matches_word_forms_and_parts_of_names_and_takes_wildcards_literally(
        string search, params string[] found)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(
            shop.Database,
            ct,
            ("Самовар угольный", 1m, 1),
            ("Хлопок 100%", 1m, 1),
            ("Чашка_a", 1m, 1),
            ("Дробь \\ черта", 1m, 1));

        Assert.Equal(
            found,
            await shop.Api.NamesAsync(
                $"/api/products/search?category={goods.Category}&search={Uri.EscapeDataString(search)}", ct));
    }

    [Fact]
    public async Task A_product_is_found_by_its_sku()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Плед", 1m, 1), ("Плед", 1m, 1));

        var found = await shop.Api.GetJsonAsync($"/api/products?search={Goods.Sku(goods.Ids[1])}", ct);

        Assert.Equal(goods.Ids[1], (Guid)Assert.Single(found.AsArray())!["id"]!);
    }

    [Theory]
    [InlineData("min_price=20", "C", "B")]
    [InlineData("max_price=20.00", "B", "A")]
    [InlineData("min_price=20&max_price=20", "B")]
    [InlineData("min_price=20.01&max_price=29.99")]
    [InlineData("in_stock=true", "C", "A")]
    [InlineData("in_stock=false", "B")]
    [InlineData("sort=name", "A", "B", "C")]
    [InlineData("sort=price", "A", "B", "C")]
    [InlineData("sort=-price", "C", "B", "A")]
    [InlineData("sort=newest", "C", "B", "A")]
    [InlineData("", "C", "B", "A")]
    public async Task Filters_and_sort_orders_apply(string query, params string[] names)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("A", 10m, 5), ("B", 20m, 0), ("C", 30m, 1));

        Assert.Equal(names, await shop.Api.NamesAsync($"/api/products?category={goods.Category}&{query}", ct));
    }

    [Fact]
    public async Task Paging_is_stable_for_products_of_equal_price_and_name()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, [.. Enumerable.Repeat(("Близнец", 10m, 1), 7)]);

        foreach (var sort in (string[])["name", "price", "-price", "newest"])
        {
            var seen = new List<Guid>();
            for (var page = 1; page <= 4; page++)
            {
                var list = $"/api/products?category={goods.Category}&sort={sort}&limit=2&page={page}";
                var products = (await shop.Api.GetJsonAsync(list, ct)).AsArray();
                seen.AddRange(products.Select(product => (Guid)product!["id"]!));
            }
            Assert.Equal(goods.Ids.Order(), seen.Order());
        }
    }

    [Fact]
    public async Task A_category_counts_its_products()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("A", 1m, 1), ("B", 1m, 0));

        var category = await shop.Api.CategoryAsync(goods.Category, ct);

        Assert.Equal(["id", "name", "slug", "product_count"], category.Select(field => field.Key));
        Assert.Equal(("Test " + goods.Category, 2), ((string)category["name"]!, (int)category["product_count"]!));
        Assert.NotEqual(default, (Guid)category["id"]!);
    }
}
