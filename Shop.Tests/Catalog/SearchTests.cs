using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Shop.Catalog;
using Shop.Database;
using Shop.Tests.Database;

namespace Shop.Tests.Catalog;

[Trait("suite", "contract")]
public class SearchTests(ShopFixture shop)
{
    [Theory]
    [InlineData("смартфон")]
    [InlineData("СМАРТФОНЫ")]
    [InlineData("смартфн")]
    [InlineData("смортфон")]
    [InlineData("smartphone")]
    [InlineData("smartphones")]
    [InlineData("smartfone")]
    [InlineData("смартф")]
    [InlineData("смартфн полюс")]
    [InlineData("полюс 7 смортфон")]
    public async Task A_product_is_found_in_either_language_in_any_form_and_with_a_typo(string search)
    {
        RemoteShop.SkipWithout("the sample goods");
        Assert.Contains(
            "Смартфон «Полюс 7», 128 ГБ",
            await shop.Api.NamesAsync(
                $"/api/products?category=electronics&search={Uri.EscapeDataString(search)}",
                TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("зимние шины", 4)]
    [InlineData("winter tires", 4)]
    [InlineData("зимнеи шины", 4)]
    [InlineData("шины -зимние", 6)]
    [InlineData("зимние велосипеды", 0)]
    public async Task All_words_must_match(string search, int found)
    {
        RemoteShop.SkipWithout("the sample goods");
        Assert.Equal(
            found,
            (await shop.Api.NamesAsync(
                $"/api/products?category=tires&max_price=20000&search={Uri.EscapeDataString(search)}",
                TestContext.Current.CancellationToken))
                .Where(name => name.StartsWith("Шина", StringComparison.Ordinal))
                .Count(name => !name.Contains("Проба", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("елка", "Ёлка голубая")]
    [InlineData("ёлки", "Ёлка голубая")]
    public async Task Letters_that_people_leave_out_do_not_matter(string search, params string[] found)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ёлка голубая", 10m, 1), ("Сосна", 10m, 1));

        Assert.Equal(
            found,
            await shop.Api.NamesAsync(
                $"/api/products?category={goods.Category}&search={Uri.EscapeDataString(search)}", ct));
    }

    [Theory]
    [InlineData("ELC-PHN")]
    [InlineData("elc-phn-128")]
    public async Task A_sku_prefix_finds_its_product(string code)
    {
        RemoteShop.SkipWithout("the sample goods");
        Assert.Equal(
            ["Смартфон «Полюс 7», 128 ГБ"],
            await shop.Api.NamesAsync($"/api/products?search={code}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_search_with_very_many_hits_is_sorted_and_paged_and_its_total_is_capped()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Сервиз", 10m, 1));
        await AddAsync(goods.Category, "Сервиз", 1200, ct);
        var list = $"/api/products?category={goods.Category}&search={Uri.EscapeDataString("сервизы")}&limit=2";

        Assert.Equal(["Сервиз 1200", "Сервиз 1199"], await shop.Api.NamesAsync(list, ct));
        Assert.Equal(["Сервиз 1198", "Сервиз 1197"], await shop.Api.NamesAsync(list + "&page=2", ct));
        Assert.Equal(["Сервиз 1200", "Сервиз 1199"], await shop.Api.NamesAsync(list + "&sort=-price", ct));
        Assert.Equal(["Сервиз 0003", "Сервиз 0004"], await shop.Api.NamesAsync(list + "&sort=price&page=2", ct));
        using var response = await shop.Api.GetAsync(list, ct);
        Assert.Equal(
            ("1000", "false"),
            (
                response.Headers.GetValues("X-Total-Count").Single(),
                response.Headers.GetValues("X-Total-Count-Exact").Single()));
    }

    [Fact]
    public async Task A_distant_page_stays_correct_when_the_list_changes()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Первый", 0m, 1));
        await AddAsync(goods.Category, "Ряд", 600, ct);

        (string, string)[] before =
            [("newest", "Ряд 0100"), ("name", "Ряд 0500"), ("price", "Ряд 0500"), ("-price", "Ряд 0100")];
        foreach (var (sort, first) in before)
            foreach (var _ in (int[])[1, 2])
                Assert.Equal(first, await FirstOfPage51Async(sort));

        await shop.Database.ExecuteAsync(
            $"""
            update catalog.products set archived_at = now()
            where category = {goods.Category} and name in ('Ряд 0600', 'Ряд 0001')
            """, ct);

        (string, string)[] after =
            [("newest", "Ряд 0099"), ("name", "Ряд 0501"), ("price", "Ряд 0501"), ("-price", "Ряд 0099")];
        foreach (var (sort, first) in after)
            Assert.Equal(first, await FirstOfPage51Async(sort));
        Assert.Equal(599, (int)(await shop.Api.CategoryAsync(goods.Category, ct))["product_count"]!);

        async Task<string> FirstOfPage51Async(string sort)
        {
            var list = $"/api/products?category={goods.Category}&sort={sort}&limit=10&page=51";
            return (await shop.Api.NamesAsync(list, ct))[0];
        }
    }

    [Fact]
    public async Task A_repeated_search_shows_changes()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар медный", 10m, 1), ("Самовар жёлтый", 20m, 1));
        var list = $"/api/products?category={goods.Category}&search={Uri.EscapeDataString("самовары")}";
        async Task<string> ShownAsync()
        {
            var answer = await shop.Api.GetFromJsonAsync<JsonArray>(list, ct);
            return string.Join(
                ", ", answer!.Select(product => $"{product!["name"]} {product["price"]} {product["quantity"]}"));
        }

        foreach (var _ in (int[])[1, 2])
            Assert.Equal("Самовар жёлтый 20.00 1, Самовар медный 10.00 1", await ShownAsync());
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set on_hand = 7 where product_id = {goods.Ids[0]}", ct);
        Assert.Equal("Самовар жёлтый 20.00 1, Самовар медный 10.00 7", await ShownAsync());
        await shop.Database.ExecuteAsync($"update catalog.products set price = 30 where id = {goods.Ids[0]}", ct);
        Assert.Equal("Самовар жёлтый 20.00 1, Самовар медный 30.00 7", await ShownAsync());
        await shop.Database.ExecuteAsync(
            $"update catalog.products set archived_at = now() where id = {goods.Ids[1]}", ct);
        Assert.Equal("Самовар медный 30.00 7", await ShownAsync());
        await AddAsync(goods.Category, "Самовар", 1, ct);
        Assert.Equal("Самовар 0001 1.00 1, Самовар медный 30.00 7", await ShownAsync());
    }

    /// <summary>Compares results before and after ANALYZE. After it, the index is not used for common words.</summary>
    [Fact]
    public async Task Words_in_most_products_match_like_any_other()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.NameAsync(shop);
        await database.MigrateAsync(ct);
        await AddAsync(database.Source, "tires", "Новый товар", 400, ct);
        string[] searches =
        [
            "товар", "товары новые", "товар 0017", "0017 новый товар", "товар 0017 шина", "нет такого товара",
            "товар -0017", "0017 or 0018", "товар -новый", "\"новый товар\" 0017", "\"товар новый\"", "товар-0017",
            "товар o'neill\\ 0017", "товра 0017", "Новый товарtires17"
        ];
        async Task<string[]> FoundAsync()
        {
            using var store = new ProductStore(database.Source);
            var found = new List<string>();
            foreach (var text in searches)
                foreach (var order in Enum.GetValues<ProductOrder>())
                    foreach (var page in (int[])[1, 2])
                    {
                        var list = await store.ListAsync(
                            new() { Search = text, Order = order, Page = page, Limit = 10 }, ct);
                        var names = string.Join(", ", list.Products.Select(product => product.Name));
                        found.Add($"{text}, {order}, {page}: {list.Total} {names}");
                    }
            return [.. found];
        }

        var before = await FoundAsync();
        Assert.Empty(await new CommonWords(database.Source, TimeProvider.System).GetAsync(ct));
        await database.Source.ExecuteAsync($"analyze catalog.products", ct);

        Assert.Superset(
            new HashSet<string>(["нов", "товар"]),
            (await new CommonWords(database.Source, TimeProvider.System).GetAsync(ct)).ToHashSet());
        Assert.Equal(before, await FoundAsync());
        Assert.Contains("товар 0017, Name, 1: 1 Новый товар 0017", before);
    }

    /// <summary>Names end in 0001, 0002, ... and prices are 1, 2, ...</summary>
    Task<int> AddAsync(string category, string name, int count, CancellationToken ct) =>
        AddAsync(shop.Database, category, name, count, ct);

    static Task<int> AddAsync(
        NpgsqlDataSource database, string category, string name, int count, CancellationToken ct) =>
        database.ExecuteAsync(
            $"""
            with added as (
                insert into catalog.products (id, category, name, price, sku)
                select gen_random_uuid(), {category}, {name} || ' ' || lpad(i::text, 4, '0'), i,
                    {name} || {category} || i
                from generate_series(1, {count}) i
                returning id)
            insert into inventory.stock (product_id, on_hand) select id, 1 from added
            """, ct);
}
