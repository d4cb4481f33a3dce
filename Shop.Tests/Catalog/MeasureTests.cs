using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Accounts;
using Shop.Tests.Accounts;
using Shop.Tests.Web;

namespace Shop.Tests.Catalog;

/// <summary>What a packed piece weighs and measures.</summary>
public class MeasureTests(ShopFixture shop)
{
    [Fact]
    public async Task Staff_set_weight_and_dimensions_and_a_product_without_them_is_a_small_parcel()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var sku = $"M-{Guid.CreateVersion7():N}";

        using var added = await staff.Api.PostAsJsonAsync(
            "/api/products", new { name = "Сундук", price = 100, sku, quantity = 1 }, ct);
        var product = await added.AnswerAsync(HttpStatusCode.Created, ct);
        Assert.Equal(("0.5", "20 15 10"), Measures(product));
        var path = $"/api/products/{product["id"]}";
        using var changed = await staff.Api.PatchAsJsonAsync(
            path, new { weight = 12.3456, dimensions = new { length = 80, width = 50, height = 40 } }, ct);
        Assert.Equal(("12.346", "80 50 40"), Measures(await changed.AnswerAsync(HttpStatusCode.OK, ct)));
        // Whoever replaces a product without knowing of measures keeps them.
        using var replaced = await staff.Api.PutAsJsonAsync(
            path, new { name = "Сундук", price = 200, sku, quantity = 1 }, ct);
        Assert.Equal(("12.346", "80 50 40"), Measures(await replaced.AnswerAsync(HttpStatusCode.OK, ct)));

        Assert.Equal(("12.346", "80 50 40"), Measures((await shop.Api.GetJsonAsync(path, ct)).AsObject()));
        var trail = (await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={product["id"]}", ct)).AsArray();
        Assert.Equal("""["0.5","12.346"]""", trail[1]!["detail"]!["weight"]!.ToJsonString());
        Assert.Equal("80 × 50 × 40", (string)trail[1]!["detail"]!["dimensions"]![1]!);
    }

    [Theory]
    [InlineData("""{"weight": 0}""")]
    [InlineData("""{"weight": -1}""")]
    [InlineData("""{"weight": 1001}""")]
    [InlineData("""{"dimensions": {"length": 0, "width": 1, "height": 1}}""")]
    [InlineData("""{"dimensions": {"length": 1, "width": 1001, "height": 1}}""")]
    [InlineData("""{"dimensions": {"length": 1, "width": 1}}""")]
    [InlineData("""{"dimensions": "big"}""")]
    public async Task Impossible_measures_are_refused(string body)
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Сундук", 10m, 1));
        using var response = await staff.Api.PatchAsync(
            $"/api/products/{goods.Ids[0]}", new StringContent(body, null, "application/json"), ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
        Assert.Equal(
            ("0.5", "20 15 10"),
            Measures((await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct)).AsObject()));
    }

    [Fact]
    public async Task The_staff_page_shows_and_changes_them()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Сундук", 10m, 1));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var path = $"/staff/products/{goods.Ids[0]}";

        var wrong = await SaveAsync(("Form.Width", "узкий"));
        Assert.True(wrong.Has("Проверьте это поле."), wrong.Text);
        var saved = await SaveAsync(("Form.Weight", "2,5"), ("Form.Length", "30"));

        Assert.Equal("Товар сохранён.", saved.Notice);
        Assert.Equal(
            ("2.5", "30 15 10"),
            Measures((await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct)).AsObject()));

        Task<Page> SaveAsync(params (string, string)[] measures) => staff.SubmitAsync(
            path,
            "value=\"product\"",
            ct,
            [("Form.Category", goods.Category), ("Form.Description", "Для проверки."), .. measures]);
    }

    static (string Weight, string Dimensions) Measures(JsonObject product)
    {
        var sides = product["dimensions"]!;
        return (product["weight"]!.ToJsonString(), $"{sides["length"]} {sides["width"]} {sides["height"]}");
    }
}
