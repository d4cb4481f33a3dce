using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Tasks;

public class ProcessOrderTests(ShopFixture shop)
{
    [Fact]
    public async Task Processing_an_order_pays_and_ships_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);

        var task = await EndAsync(purchase, await ProcessAsync(purchase, order, ct), ct);

        Assert.Equal(("SUCCESS", "order.process"), ((string)task["status"]!, (string)task["kind"]!));
        foreach (var processed in (JsonObject[])[task["result"]!.AsObject(), await purchase.ReadAsync(order, ct)])
            Assert.Equal(
                ("processing", true, true, true),
                (
                    (string)processed["status"]!,
                    (bool)processed["inventory_reserved"]!,
                    (bool)processed["payment_processed"]!,
                    (bool)processed["shipping_created"]!));
    }

    [Fact]
    public async Task An_order_that_cannot_be_processed_is_a_FAILURE_with_the_reason()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using (var cancelled = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/cancel", new { }, ct))
            cancelled.EnsureSuccessStatusCode();

        var task = await EndAsync(purchase, await ProcessAsync(purchase, order, ct), ct);

        Assert.Equal("FAILURE", (string)task["status"]!);
        Assert.NotEmpty((string)task["error"]!);
        Assert.Equal("cancelled", (string)(await purchase.ReadAsync(order, ct))["status"]!);
    }

    [Fact]
    public async Task An_unexpected_exception_is_a_FAILURE_with_a_reason()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var path = await ProcessAsync(purchase, order, ct);
        await EndAsync(purchase, path, ct);
        // The same task again, with a subject that no code expects.
        var id = Guid.Parse(path.Split('/')[3]);
        await shop.Database.ExecuteAsync(
            $"""
            update tasks.tasks set subject = '"no order"'::json, status = 'FAILURE', error = null, result = null
            where id = {id}
            """,
            ct);
        using var retried = await shop.Admin.PostAsJsonAsync($"/api/staff/tasks/{id}/retry", new { }, ct);
        retried.EnsureSuccessStatusCode();

        var task = await EndAsync(purchase, path, ct);

        Assert.Equal("FAILURE", (string)task["status"]!);
        Assert.StartsWith("An unexpected failure, reference ", (string)task["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_visible_to_its_owner_and_to_staff()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var path = await ProcessAsync(purchase, await purchase.PlaceAsync(ct), ct);
        var stranger = await Customers.RegisterAsync(shop, ct);

        using var theirs = await stranger.Api.GetAsync(path, ct);
        await theirs.ProblemAsync(HttpStatusCode.NotFound, ct);
        Assert.Equal("order.process", (string)(await shop.Admin.GetJsonAsync(path, ct))["kind"]!);
    }

    static async Task<string> ProcessAsync(Purchase purchase, JsonObject order, CancellationToken ct)
    {
        using var response = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{order["id"]}/process", new { }, ct);
        return $"/api/tasks/{(await response.AnswerAsync(HttpStatusCode.Accepted, ct))["task_id"]}/status";
    }

    static async Task<JsonObject> EndAsync(Purchase purchase, string path, CancellationToken ct)
    {
        var task = await Eventually.WaitUntilAsync(
            () => purchase.Customer.Api.GetJsonAsync(path, ct),
            task => (string)task["status"]! is "SUCCESS" or "FAILURE",
            TimeSpan.FromSeconds(60),
            "the end of the task");
        return task.AsObject();
    }
}
