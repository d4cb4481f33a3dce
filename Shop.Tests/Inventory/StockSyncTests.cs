using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Inventory;

[Collection(nameof(ErpStub))]
public class StockSyncTests(ShopFixture shop)
{
    const string Dated = """{"generated_at":"2026-08-01T10:00:00Z","items":""";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_stock_of_the_ERP_is_applied_and_every_discrepancy_is_recorded()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5), ("Кружка", 10m, 7), ("Ложка", 10m, 9));
        var unknown = $"X-{Guid.CreateVersion7():N}";
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[0]), 50), (Goods.Sku(goods.Ids[1]), 7)], 1, 2), ct);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[2]), 0), (unknown, 3)], 2, 2), ct, page: 2);
        var staff = await Customers.StaffAsync(shop, ct);

        var (id, task) = await SyncAsync(staff, ct);

        Assert.Equal(("SUCCESS", "inventory.sync"), ((string)task["status"]!, (string)task["kind"]!));
        Assert.Equal((3, 3), ((int)task["result"]!["products_synced"]!, (int)task["result"]!["discrepancies"]!));
        Assert.Equal([50, 7, 0], await OnHandAsync(goods, ct));
        var differences = (await staff.Api.GetJsonAsync($"/api/inventory/discrepancies?run={id}", ct)).AsArray();
        (string, int?, int, int?)[] expected =
        [
            (Goods.Sku(goods.Ids[0]), 5, 50, 50),
            (Goods.Sku(goods.Ids[2]), 9, 0, 0),
            (unknown, null, 3, null)
        ];
        var actual =
            from found in differences
            select ((string)found!["sku"]!, (int?)found["ours"], (int)found["theirs"]!, (int?)found["applied"]);
        Assert.Equal(expected.Order(), actual.Order());
        var status = await staff.Api.GetJsonAsync("/api/inventory/status", ct);
        // The last sync is this one, or a later one of another test.
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from inventory.syncs last
                where at = {(DateTimeOffset)status["last_sync"]!}
                    and products = {(int)status["products_synced"]!}
                    and discrepancies = {(int)status["discrepancies"]!}
                    and at >= (select at from inventory.syncs where run = {id})
                """,
                ct));
    }

    [Fact]
    public async Task A_sync_never_lowers_the_stock_below_reservations()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 10);
        var order = await purchase.PlaceAsync(ct, quantity: 4);
        var sku = Goods.Sku(purchase.Goods.Ids[0]);
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerAsync(ErpStub.Page([(sku, 1)]), ct);

        var (id, task) = await SyncAsync(await Customers.StaffAsync(shop, ct), ct);

        Assert.Equal("SUCCESS", (string)task["status"]!);
        Assert.Equal((4, 4), await purchase.StockAsync(ct));
        Assert.Equal("10 1 4", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', ours, theirs, applied) from inventory.discrepancies
            where run = {id} and sku = {sku}
            """, ct));
        using var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct);
        await cancelled.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal((4, 0), await purchase.StockAsync(ct));
    }

    [Theory]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":1}],"page":1,""")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "<html>Wartung</html>")]
    [InlineData(200, Dated + """[],"page":1,"pages":1}""")]
    [InlineData(200, """{"items":[{"sku":"SKU","on_hand":1}],"page":1,"pages":1}""")]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":1},{"sku":"OTHER","on_hand":-1}],"page":1,"pages":1}""")]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":1},{"on_hand":1}],"page":1,"pages":1}""")]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":1},{"sku":"SKU","on_hand":2}],"page":1,"pages":1}""")]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":99999999999}],"page":1,"pages":1}""")]
    [InlineData(200, Dated + """[{"sku":"SKU","on_hand":1}],"page":1,"pages":1000000}""")]
    [InlineData(403, "no")]
    public async Task An_unusable_list_changes_nothing_and_is_a_FAILURE_with_the_reason(int status, string body)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5));
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerTextAsync(status, body.Replace("SKU", Goods.Sku(goods.Ids[0]), StringComparison.Ordinal), ct);

        var (id, task) = await SyncAsync(await Customers.StaffAsync(shop, ct), ct);

        Assert.Equal(("FAILURE", 1), ((string)task["status"]!, (int)task["attempts"]!));
        Assert.StartsWith("The ERP", (string)task["error"]!, StringComparison.Ordinal);
        Assert.Equal([5], await OnHandAsync(goods, ct));
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>($"select count(*) from inventory.syncs where run = {id}", ct));
    }

    [Fact]
    public async Task A_failing_ERP_is_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5));
        await using var erp = new ErpStub(shop.WireMock);
        // One more than the HTTP client attempts.
        await erp.FailAsync(5, ErpStub.Page([(Goods.Sku(goods.Ids[0]), 6)]), ct);

        var (_, task) = await SyncAsync(await Customers.StaffAsync(shop, ct), ct);

        Assert.Equal(("SUCCESS", 2), ((string)task["status"]!, (int)task["attempts"]!));
        Assert.Equal([6], await OnHandAsync(goods, ct));
    }

    [Fact]
    public async Task A_slow_ERP_is_retried_and_blocks_no_other_work()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerLateAsync(TimeSpan.FromMinutes(1), ErpStub.Page([(Goods.Sku(purchase.Goods.Ids[0]), 6)]), ct);
        var staff = await Customers.StaffAsync(shop, ct);

        var id = await RequestAsync(staff, ct);
        await Eventually.WaitUntilAsync(
            () => TaskAsync(staff, id, ct),
            task => (string)task["status"]! == "STARTED",
            Timeout,
            "a sync in progress");
        await purchase.WaitUntilAsync(await PaidAsync(purchase, ct), "processing", ct);

        Assert.Equal("SUCCESS", (string)(await EndAsync(staff, id, ct))["status"]!);
        Assert.Equal(6, (await purchase.StockAsync(ct)).OnHand);
    }

    static async Task<JsonObject> PaidAsync(Purchase purchase, CancellationToken ct)
    {
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        return order;
    }

    [Fact]
    public async Task A_list_that_changes_between_two_pages_is_read_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Чайник", 10m, 5), ("Кружка", 10m, 7));
        await using var erp = new ErpStub(shop.WireMock);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[0]), 50)], 1, 2), ct);
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[1]), 70)], 2, 2, "2026-08-01T11:00:00Z"), ct, page: 2);
        var staff = await Customers.StaffAsync(shop, ct);

        var id = await RequestAsync(staff, ct);
        await Eventually.WaitUntilAsync(
            () => TaskAsync(staff, id, ct),
            task => (int)task["attempts"]! >= 1 && task["error"] is not null,
            Timeout,
            "a first attempt");
        Assert.Equal([5, 7], await OnHandAsync(goods, ct));
        await erp.AnswerAsync(ErpStub.Page([(Goods.Sku(goods.Ids[0]), 51)], 1, 2, "2026-08-01T11:00:00Z"), ct);

        var task = await EndAsync(staff, id, ct);
        Assert.Equal("SUCCESS", (string)task["status"]!);
        Assert.Equal([51, 70], await OnHandAsync(goods, ct));
    }

    // The other tests play the ERP, so only this one is of the contract suite.
    [Fact]
    [Trait("suite", "contract")]
    public async Task Stock_syncs_are_for_staff()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);

        foreach (var path in (string[])["/api/inventory/status", "/api/inventory/discrepancies"])
        {
            using var nobody = await shop.Api.GetAsync(path, ct);
            await nobody.ProblemAsync(HttpStatusCode.Unauthorized, ct);
            using var other = await support.Api.GetAsync(path, ct);
            await other.ProblemAsync(HttpStatusCode.Forbidden, ct);
        }
        using var sync = await support.Api.PostAsync("/api/inventory/sync", null, ct);
        await sync.ProblemAsync(HttpStatusCode.Forbidden, ct);
    }

    static async Task<(Guid Id, JsonObject Task)> SyncAsync(Customer staff, CancellationToken ct)
    {
        var id = await RequestAsync(staff, ct);
        return (id, await EndAsync(staff, id, ct));
    }

    static async Task<Guid> RequestAsync(Customer staff, CancellationToken ct)
    {
        using var response = await staff.Api.PostAsync("/api/inventory/sync", null, ct);
        return (Guid)(await response.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]!;
    }

    static async Task<JsonObject> TaskAsync(Customer staff, Guid id, CancellationToken ct) =>
        (await staff.Api.GetJsonAsync($"/api/tasks/{id}/status", ct)).AsObject();

    static Task<JsonObject> EndAsync(Customer staff, Guid id, CancellationToken ct) =>
        Eventually.WaitUntilAsync(
            () => TaskAsync(staff, id, ct),
            task => (string)task["status"]! is "SUCCESS" or "FAILURE",
            Timeout,
            "the end of the sync");

    async Task<List<int>> OnHandAsync(Goods goods, CancellationToken ct) =>
    [
        .. (await shop.Database.ScalarAsync<int[]>(
            $"""
            select array_agg(on_hand order by product_id) from inventory.stock
            where product_id = any ({goods.Ids.ToArray()})
            """, ct))!
    ];
}
