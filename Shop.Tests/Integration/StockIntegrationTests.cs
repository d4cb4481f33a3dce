using System.Net;
using Shop.Tests.Catalog;
using Shop.Tests.Inventory;

namespace Shop.Tests.Integration;

/// <summary>The warehouse's stock list reaches the catalog. Tests share the list, so they take turns.</summary>
[Collection(nameof(ErpStub))]
public class StockIntegrationTests(ShopFixture shop)
{
    [Fact]
    [Integration("tasks", "inventory")]
    [Integration("inventory", "erp")]
    [Integration("inventory", "catalog")]
    public async Task Stock_is_synced_from_the_warehouse()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5));
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[0]), 41)]), ct);
        using var asked = await shop.Admin.PostAsync("/api/inventory/sync", null, ct);
        var task = (string)(await asked.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]!;

        await Eventually.WaitUntilAsync(
            async () => (string)(await shop.Admin.GetJsonAsync($"/api/tasks/{task}/status", ct))["status"]!,
            status => status == "SUCCESS",
            TimeSpan.FromSeconds(60),
            "the stock list");
        Assert.Equal(41, (int)(await shop.Api.GetJsonAsync($"/api/products/{goods.Ids[0]}", ct))["quantity"]!);
    }
}
