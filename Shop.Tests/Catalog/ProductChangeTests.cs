using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using static Shop.Tests.Catalog.ProductCalls;

namespace Shop.Tests.Catalog;

/// <summary>Staff change products, also at the same time as others and while goods are reserved.</summary>
[Trait("suite", "contract")]
public class ProductChangeTests(ShopFixture shop)
{
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
}
