using System.Text.Json.Nodes;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

/// <summary>What an edited product keeps: untouched values, and the changes of others.</summary>
public class StaffProductEditTests(ShopFixture shop)
{
    [Fact]
    public async Task Untouched_attributes_keep_their_values()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        await shop.Database.ExecuteAsync(
            $$$"""
            update catalog.products set attributes = '{"объём": 5, "цвета": ["медь"], "вид": "жаровой"}'
            where id = {{{goods.Ids[0]}}}
            """,
            ct);
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var open = await staff.VisitAsync($"/staff/products/{goods.Ids[0]}", ct);
        foreach (var line in (string[])["объём: 5", "цвета: [\"медь\"]", "вид: жаровой"])
            Assert.True(open.Has(line), open.Text);

        var much = new string('ы', 4000);
        await staff.SaveProductAsync(
            open, goods, ct, ("Form.Attributes", $"объём: 5\r\nцвета: [\"медь\"]\r\nвид: {much}"));

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""{"объём": 5, "цвета": ["медь"], "вид": "{{much}}"}"""),
                (await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct))["attributes"]));
    }

    [Fact]
    public async Task The_second_of_two_editors_sees_both_values_and_decides()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var first = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        using var second = await StaffVisitor.CreateAsync(shop, Role.Staff, ct, "en");
        var path = $"/staff/products/{goods.Ids[0]}";
        var (open, openToo) = (await first.VisitAsync(path, ct), await second.VisitAsync(path, ct));

        await first.SaveProductAsync(open, goods, ct, ("Form.Price", "5000"));
        var conflict = await second.SaveProductAsync(openToo, goods, ct, ("Form.Price", "4500"));

        Assert.True(conflict.Has("Somebody else changed the product while you were editing it"), conflict.Text);
        Assert.Matches("<td data-name=\"Yours\">4500</td>\\s*<td data-name=\"Current\">5000.00</td>", conflict.Html);
        Assert.Contains("value=\"4500\"", conflict.Html, StringComparison.Ordinal);
        Assert.Equal(
            5000m,
            await shop.Database.ScalarAsync<decimal>(
                $"select price from catalog.products where id = {goods.Ids[0]}",
                ct));
        var mine = await second.SaveProductAsync(conflict, goods, ct);
        Assert.Equal("The product is saved.", mine.Notice);
        Assert.Equal(
            4500m,
            await shop.Database.ScalarAsync<decimal>(
                $"select price from catalog.products where id = {goods.Ids[0]}",
                ct));
    }

    [Fact]
    public async Task A_sale_during_editing_is_no_conflict()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var open = await staff.VisitAsync($"/staff/products/{goods.Ids[0]}", ct);
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set reserved = reserved + 2 where product_id = {goods.Ids[0]}",
            ct);

        Assert.Equal("Товар сохранён.", (await staff.SaveProductAsync(open, goods, ct, ("Form.Price", "5000"))).Notice);
    }
}
