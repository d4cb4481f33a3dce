using System.Net;
using System.Text.RegularExpressions;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

[Trait("suite", "contract")]
public class PageTests(ShopFixture shop)
{
    [Fact]
    public async Task The_catalog_shows_products_as_cards()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чашка <b>", 1234.5m, 0), ("Блюдце", 90m, 2));
        using var visitor = new Visitor(shop);

        var (status, html) = await visitor.OpenAsync($"/catalog?category={goods.Category}", ct);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, Regex.Count(html, "class=\"product-card\""));
        Assert.Contains($"<a href=\"/products/{goods.Ids[0]}\">", html, StringComparison.Ordinal);
        Assert.Contains("Чашка &lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("1\u00A0234,50\u00A0₽", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("Нет в наличии", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_is_paged_and_the_links_keep_the_category()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 25, ct);
        using var visitor = new Visitor(shop);

        var (_, first) = await visitor.OpenAsync($"/catalog?category={goods.Category}&sort=name", ct);
        var link = Regex.Match(
            first,
            "<nav class=\"pages\".*?href=\"(?<next>[^\"]*page=2[^\"]*)\"",
            RegexOptions.Singleline);
        var next = WebUtility.HtmlDecode(link.Groups["next"].Value);
        var uri = new Uri(next, UriKind.RelativeOrAbsolute);
        var (_, second) = await visitor.OpenAsync(uri.IsAbsoluteUri ? uri.PathAndQuery : next, ct);

        Assert.Equal(24, Regex.Count(first, "class=\"product-card\""));
        Assert.Equal("Товар 25", Regex.Match(second, "<h2>(.*?)</h2>").Groups[1].Value);
        Assert.Equal(1, Regex.Count(second, "class=\"product-card\""));
    }

    [Fact]
    public async Task Home_leads_to_the_categories_and_shows_what_is_new()
    {
        RemoteShop.SkipWithout("the sample goods");
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync("/", TestContext.Current.CancellationToken);

        Assert.Contains("<a href=\"/catalog?category=books\">", page.Html, StringComparison.Ordinal);
        Assert.Equal(8, Regex.Count(page.Html, "class=\"product-card\""));
        Assert.Contains("type=\"search\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_stay_in_its_links()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(
            shop.Database,
            ct,
            ("Дешёвая", 10m, 1),
            ("Подходящая", 50m, 1),
            ("Проданная", 60m, 0),
            ("Дорогая", 500m, 1));
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync(
            $"/catalog?category={goods.Category}&min_price=20&max_price=99,5&in_stock=true",
            ct);

        Assert.Equal("Подходящая", Assert.Single(Regex.Matches(page.Text, "<h2>(.*?)</h2>")).Groups[1].Value);
        Assert.Contains("name=\"max_price\" inputmode=\"decimal\" value=\"99,5\"", page.Html, StringComparison.Ordinal);
        Assert.Matches("<a href=\"[^\"]*in_stock=true[^\"]*sort=price\"", page.Text);
    }

    [Fact]
    public async Task A_products_page_says_what_delivery_costs_and_how_long_it_takes()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Фонарь", 1990m, 7));
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync(
            $"/products/{goods.Ids[0]}?city=%D0%A2%D0%B2%D0%B5%D1%80%D1%8C&postal_code=170000",
            ct);

        Assert.Matches(
            "<li><span>СДЭК</span>\\s+<span>\\d+\u00A0(день|дня|дней)</span>\\s+"
                + "<strong>[\\d\u00A0,]+\u00A0₽</strong></li>",
            page.Text);
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=abc")]
    [InlineData("page=99999999999999")]
    [InlineData("sort=nonsense")]
    [InlineData("page=1000")]
    public async Task An_invalid_query_still_shows_the_catalog(string query)
    {
        using var visitor = new Visitor(shop);

        var (status, html) = await visitor.OpenAsync($"/catalog?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h1>Каталог", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%3Cscript%3Exyzzy")]
    [InlineData("a%00b")]
    [InlineData("{longer than any name}")]
    public async Task A_search_without_result_says_so(string search)
    {
        using var visitor = new Visitor(shop);

        var (status, html) = await visitor.OpenAsync(
            $"/catalog?search={search.Replace("{longer than any name}", new('x', 2_000), StringComparison.Ordinal)}",
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Ничего не нашлось", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>xyzzy", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_page_shows_name_price_stock_and_SKU()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Фонарь", 1990m, 7));
        using var visitor = new Visitor(shop);

        var (status, html) = await visitor.OpenAsync($"/products/{goods.Ids[0]}", ct);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<title>Фонарь · Лавка</title>", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Фонарь</h1>", html, StringComparison.Ordinal);
        Assert.Contains("1\u00A0990\u00A0₽", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("В наличии: 7", html, StringComparison.Ordinal);
        Assert.Contains(Goods.Sku(goods.Ids[0]), html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/products/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/products/not-an-id")]
    [InlineData("/no/such/page")]
    public async Task An_unknown_address_is_a_404_page_with_a_link_back(string path)
    {
        using var visitor = new Visitor(shop);

        var (status, html) = await visitor.OpenAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("Такой страницы нет", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/catalog\">В каталог", html, StringComparison.Ordinal);
    }
}
