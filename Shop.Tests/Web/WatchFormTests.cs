using System.Net;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

public class WatchFormTests(ShopFixture shop)
{
    [Fact]
    public async Task The_form_works_without_javascript_and_ends_on_a_page_that_can_be_reloaded()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гитара", 10m, 0));
        var email = $"form-{goods.Category}@example.com";
        using var visitor = new Visitor(shop);

        var (status, location, html) = await visitor.WatchAsync(goods.Ids[0], email, ct);
        Assert.True(status is HttpStatusCode.Redirect, html);

        var (_, thanks) = await visitor.OpenAsync(location!, ct);
        Assert.Contains("role=\"status\">Готово", thanks, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Email\"", thanks, StringComparison.Ordinal);
        Assert.Equal(
            email,
            await shop.Database.ScalarAsync<string>(
                $"select email from catalog.watches where product_id = {goods.Ids[0]}",
                ct));
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task An_invalid_address_is_reported_and_the_input_is_kept(string email)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гитара", 10m, 0));
        using var visitor = new Visitor(shop);

        var (status, _, html) = await visitor.WatchAsync(goods.Ids[0], email, ct);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("role=\"alert\">Проверьте адрес", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(email)}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.watches where product_id = {goods.Ids[0]}",
                ct));
    }

    [Theory]
    [InlineData("__RequestVerificationToken")]
    [InlineData("_handler")]
    public async Task A_form_without_its_hidden_fields_is_refused(string missing)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Гитара", 10m, 0));
        using var visitor = new Visitor(shop);
        var (_, page) = await visitor.OpenAsync($"/products/{goods.Ids[0]}", ct);
        var hidden = Visitor.HiddenFields(page).ToList();
        Assert.Contains(missing, hidden.Select(field => field.Key));

        var (status, _, _) = await visitor.SendFormAsync(
            goods.Ids[0],
            [.. hidden.Where(field => field.Key != missing), new("Email", "a@example.com")],
            ct);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from catalog.watches where product_id = {goods.Ids[0]}",
                ct));
    }
}
