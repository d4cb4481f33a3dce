using System.Net;
using Shop.Database;

namespace Shop.Tests.Catalog;

[Trait("suite", "contract")]
public class ProductQueryTests(ShopFixture shop)
{
    [Theory]
    [InlineData("limit=abc", "limit")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=1;drop table catalog.products", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("page=1.5", "page")]
    [InlineData("min_price=-1", "min_price")]
    [InlineData("min_price=1e3", "min_price")]
    [InlineData("min_price=NaN", "min_price")]
    [InlineData("max_price=1,5", "max_price")]
    [InlineData("max_price=99999999999999999999999999999999", "max_price")]
    [InlineData("min_price=10&max_price=9", "max_price")]
    [InlineData("in_stock=maybe", "in_stock")]
    [InlineData("sort=nonsense", "sort")]
    [InlineData("sort=price;drop%20table%20catalog.products", "sort")]
    [InlineData("search=a%00b", "search")]
    [InlineData("category=a%00b", "category")]
    [InlineData(
        "page=0&limit=x&min_price=y&max_price=z&in_stock=w&sort=v", "in_stock", "limit", "max_price", "min_price",
        "page", "sort")]
    public async Task An_invalid_value_is_named_under_errors(string query, params string[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.GetAsync($"/api/products?{query}", ct);

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
        Assert.Equal(fields, problem.Fields());
        Assert.All(problem["errors"]!.AsObject(), error => Assert.NotEmpty((string)error.Value!.AsArray()[0]!));
    }

    [Theory]
    [InlineData("limit=abc&limit=1", HttpStatusCode.OK)]
    [InlineData("limit=1&limit=abc", HttpStatusCode.BadRequest)]
    [InlineData("LIMIT=1&Sort=", HttpStatusCode.OK)]
    public async Task The_last_value_of_a_repeated_field_counts(string query, HttpStatusCode status)
    {
        using var response = await shop.Api.GetAsync($"/api/products?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("category")]
    public async Task Text_of_ten_kilobytes_is_refused(string field)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Api.GetAsync($"/api/products?{field}={new string('a', 10_000)}", ct);
        // What is before the API of a shop elsewhere refuses such a line by itself.
        if (RemoteShop.Address is not null && response.StatusCode == HttpStatusCode.RequestUriTooLong)
            return;

        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
        Assert.Equal([field], problem.Fields());
    }

    [Theory]
    [InlineData("'; drop table catalog.products; --")]
    [InlineData("' or '1'='1")]
    [InlineData("\"; delete from catalog.products where true; --")]
    [InlineData("$1")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("((((")]
    [InlineData("!&|:*")]
    public async Task Sql_in_a_query_is_search_text(string text)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 1));

        Assert.Empty(await shop.Api.NamesAsync(
            $"/api/products?category={goods.Category}&search={Uri.EscapeDataString(text)}", ct));
        Assert.Empty(await shop.Api.NamesAsync($"/api/products?category={Uri.EscapeDataString(text)}", ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.products where id = {goods.Ids[0]} and name = 'Ваза' and version = 1",
                ct));
    }

    [Theory]
    [InlineData("search=&category=&min_price=&sort=")]
    [InlineData("utm_source=mail")]
    [InlineData("in_stock=TRUE")]
    [InlineData("limit=100")]
    [InlineData("search=%20%20")]
    public async Task Empty_and_unknown_fields_are_accepted(string query)
    {
        using var response = await shop.Api.GetAsync($"/api/products?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
