using System.Text.RegularExpressions;

namespace Shop.Tests.Catalog;

[Trait("suite", "contract")]
public partial class ProductPagingTests(ShopFixture shop)
{
    [Fact]
    public async Task A_page_has_twenty_products_by_default()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 21, ct);

        Assert.Equal(20, (await shop.Api.NamesAsync($"/api/products?category={goods.Category}", ct)).Length);
        Assert.Equal(
            ["Товар 03", "Товар 04"],
            await shop.Api.NamesAsync($"/api/products?category={goods.Category}&sort=name&limit=2&page=2", ct));
        Assert.Equal(21, (await shop.Api.NamesAsync($"/api/products?category={goods.Category}&limit=100", ct)).Length);
        Assert.Empty(await shop.Api.NamesAsync($"/api/products?category={goods.Category}&page=2000000000", ct));
    }

    [Theory]
    [InlineData(1, "first=1 last=3 next=2")]
    [InlineData(2, "first=1 last=3 next=3 prev=1")]
    [InlineData(3, "first=1 last=3 prev=2")]
    [InlineData(9, "first=1 last=3 prev=3")]
    public async Task The_total_and_the_neighbouring_pages_are_in_the_headers(int page, string links)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 5, ct);

        using var response = await shop.Api.GetAsync(
            $"/api/products?category={goods.Category}&limit=2&page={page}&sort=-price", ct);

        Assert.Equal("5", Assert.Single(response.Headers.GetValues("X-Total-Count")));
        Assert.Equal(
            links,
            string.Join(
                ' ',
                Links(response)
                    .OrderBy(link => link.Relation, StringComparer.Ordinal)
                    .Select(link => $"{link.Relation}={Page(link.Target)}")));
    }

    [Fact]
    public async Task Following_the_next_links_visits_every_product_once_under_the_same_filter()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 5, ct);
        var seen = new List<string>();

        var search = Uri.EscapeDataString("товар");
        var next = $"/api/products?category={goods.Category}&search={search}&sort=-price&limit=2";
        while (next is not null)
        {
            seen.AddRange(await shop.Api.NamesAsync(next, ct));
            using var response = await shop.Api.GetAsync(next, ct);
            next = Links(response).FirstOrDefault(link => link.Relation == "next").Target;
        }

        Assert.Equal(["Товар 05", "Товар 04", "Товар 03", "Товар 02", "Товар 01"], seen);
    }

    [Fact]
    public async Task An_empty_list_has_one_page()
    {
        using var response = await shop.Api.GetAsync(
            "/api/products?category=no-such-thing", TestContext.Current.CancellationToken);

        Assert.Equal("0", Assert.Single(response.Headers.GetValues("X-Total-Count")));
        Assert.Equal(["first", "last"], Links(response).Select(link => link.Relation));
    }

    // </api/products?limit=2&page=2>; rel="next", </api/products?limit=2&page=1>; rel="first"
    static List<(string Relation, string Target)> Links(HttpResponseMessage response) =>
        [.. Link().Matches(string.Join(", ", response.Headers.GetValues("Link"))).Select(
            link => (link.Groups[2].Value, link.Groups[1].Value))];

    static string Page(string target) => PageOf().Match(target).Groups[1].Value;

    [GeneratedRegex("<([^>]+)>; rel=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("[?&]page=([0-9]+)")]
    private static partial Regex PageOf();
}
