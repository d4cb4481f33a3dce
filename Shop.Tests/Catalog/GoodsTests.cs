namespace Shop.Tests.Catalog;

/// <summary>The products of a new shop.</summary>
public class GoodsTests(ShopFixture shop)
{
    [Theory]
    [InlineData("Electronics", "electronics")]
    [InlineData("BOOKS", "books")]
    [InlineData("clothing", "clothing")]
    [InlineData("Home", "home")]
    [InlineData("Sports", "sports")]
    [InlineData("Tires", "tires")]
    [InlineData("ШИНЫ", "tires")]
    [InlineData("Чай и кофе", "tea")]
    [InlineData("tea AND coffee", "tea")]
    public async Task A_category_is_found_by_its_slug_and_by_both_names_in_any_case(string name, string slug)
    {
        var ct = TestContext.Current.CancellationToken;
        var list = $"/api/products?category={Uri.EscapeDataString(name)}";
        var products = (await shop.Api.GetJsonAsync(list, ct)).AsArray();

        Assert.NotEmpty(products);
        var category = await shop.Api.CategoryAsync(slug, ct);
        Assert.All(products, product => Assert.Equal(
            ((string)category["name"]!, slug), ((string)product!["category"]!, (string)product["category_slug"]!)));
    }

    [Fact]
    public async Task Categories_have_English_names()
    {
        var ct = TestContext.Current.CancellationToken;
        string[] known = ["Electronics", "Books", "Clothing", "Home", "Sports", "Tires"];

        var names = (await shop.Api.GetJsonAsync("/api/categories", ct)).AsArray()
            .Select(category => (string)category!["name"]!);

        Assert.Empty(known.Except(names));
    }

    [Fact]
    public async Task Tires_have_a_size_a_season_and_an_image()
    {
        var ct = TestContext.Current.CancellationToken;
        var tires = (await shop.Api.GetJsonAsync("/api/products?category=tires&limit=100&max_price=20000", ct))
            .AsArray();

        Assert.All(tires.Where(tire => ((string)tire!["sku"]!).StartsWith("TIR-", StringComparison.Ordinal)), tire =>
        {
            Assert.Matches("^[0-9]{3}/[0-9]{2} R[0-9]{2}C?$", (string)tire!["attributes"]!["размер"]!);
            Assert.Contains((string)tire["attributes"]!["сезон"]!, (string[])["зима", "лето", "всесезонная"]);
            Assert.Equal($"/images/products/tires/{tire["sku"]}.svg", (string)tire["image_url"]!);
        });
    }
}
