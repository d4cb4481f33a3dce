using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Staff;

/// <summary>Every change by staff is audited together with the change, and nothing else is.</summary>
public class AuditTests(ShopFixture shop)
{
    [Fact]
    public async Task A_product_change_records_actor_and_old_and_new_values()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));

        using var changed = await staff.Api.PatchAsJsonAsync(
            $"/api/products/{goods.Ids[0]}",
            new { price = 12.5m, name = "Кувшин" },
            ct);
        await changed.AnswerAsync(HttpStatusCode.OK, ct);
        using var sold = await staff.Api.PutAsJsonAsync(
            $"/api/products/{goods.Ids[0]}/inventory",
            new { quantity = 2 },
            ct);
        await sold.AnswerAsync(HttpStatusCode.OK, ct);
        using var archived = await staff.Api.DeleteAsync($"/api/products/{goods.Ids[0]}", ct);

        var trail = await TrailAsync($"{goods.Ids[0]}", ct);
        Assert.Equal(
            ["product.archived", "product.sold", "product.changed"],
            trail.Select(entry => (string)entry["action"]!));
        Assert.All(
            trail,
            entry => Assert.Equal((staff.Id, staff.Email), ((Guid)entry["actor"]!, (string)entry["actor_email"]!)));
        Assert.All(trail, entry => Assert.Matches("^[0-9a-f]{32}$", (string)entry["trace_id"]!));
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"name": ["Ваза", "Кувшин"], "price": ["10.00", "12.50"]}"""),
                trail[^1]["detail"]),
            $"{trail[^1]["detail"]}");
    }

    [Fact]
    public async Task A_refused_change_is_not_audited()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 1));
        var path = $"/api/products/{goods.Ids[0]}";

        using var stale = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = JsonContent.Create(new { price = 1 }),
            Headers = { { "If-Match", "\"0-0\"" } }
        };
        using var conflict = await staff.Api.SendAsync(stale, ct);
        await conflict.ProblemAsync(HttpStatusCode.PreconditionFailed, ct);
        using var tooMany = await staff.Api.PutAsJsonAsync($"{path}/inventory", new { quantity = 2 }, ct);
        await tooMany.ProblemAsync(HttpStatusCode.Conflict, ct);

        Assert.Empty(await TrailAsync($"{goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task Stock_is_adjusted_with_a_reason_and_never_below_reservations()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));
        await shop.Database.ExecuteAsync(
            $"update inventory.stock set reserved = 3 where product_id = {goods.Ids[0]}",
            ct);
        var path = $"/api/staff/products/{goods.Ids[0]}/stock";

        using var less = await staff.Api.PostAsJsonAsync(path, new { change = -4, reason = "разбились" }, ct);
        Assert.Equal((3, 3), await StockAsync(less, ct));
        using var tooFew = await staff.Api.PostAsJsonAsync(path, new { change = -1, reason = "ещё одна" }, ct);
        await tooFew.ProblemAsync(HttpStatusCode.Conflict, ct);
        foreach (var (body, field) in ((object, string)[])
        [
            (new { change = 0, reason = "x" }, "change"),
            (new { change = 1, reason = " " }, "reason"),
            (new { reason = "x" }, "change")
        ])
        {
            using var refused = await staff.Api.PostAsJsonAsync(path, body, ct);
            Assert.Equal([field], (await refused.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        }

        var entry = Assert.Single(await TrailAsync($"{goods.Ids[0]}", ct));
        Assert.Equal(
            ("stock.adjusted", -4, "разбились"),
            ((string)entry["action"]!, (int)entry["detail"]!["change"]!, (string)entry["detail"]!["reason"]!));
    }

    [Fact]
    public async Task Changes_to_an_order_are_audited_for_support_but_not_for_its_customer()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var (own, other) = (await purchase.PlaceAsync(ct), await purchase.PlaceAsync(ct));

        using var mine = await purchase.Customer.Api.PostAsJsonAsync(
            $"/api/orders/{own["id"]}/cancel",
            new { reason = "передумала" },
            ct);
        await mine.AnswerAsync(HttpStatusCode.OK, ct);
        using var theirs = await support.Api.PostAsJsonAsync($"/api/orders/{other["id"]}/cancel", new { }, ct);
        Assert.Equal(
            "cancelled: by the shop",
            (string)(await theirs.AnswerAsync(HttpStatusCode.OK, ct))["history"]!.AsArray()[^1]!["note"]!);

        Assert.Empty(await TrailAsync((string)own["id"]!, ct));
        Assert.Equal("order.cancelled", (string)Assert.Single(await TrailAsync((string)other["id"]!, ct))["action"]!);
    }

    [Fact]
    public async Task A_role_change_is_listed_under_the_account_and_the_actor()
    {
        var ct = TestContext.Current.CancellationToken;
        var (admin, customer) = (await Customers.AdminAsync(shop, ct), await Customers.RegisterAsync(shop, ct));
        using var changed = await admin.Api.PutAsJsonAsync(
            $"/api/users/{customer.Id}/role",
            new { role = "support" },
            ct);
        await changed.AnswerAsync(HttpStatusCode.OK, ct);

        var mine = (await shop.Admin.GetJsonAsync($"/api/staff/audit?actor={admin.Id}", ct)).AsArray();
        Assert.Equal(
            ("role.changed", $"{customer.Id}", "support"),
            (
                (string)mine.Single()!["action"]!,
                (string)mine.Single()!["subject"]!,
                (string)mine.Single()!["detail"]!["role"]!));
        Assert.Single(await TrailAsync($"{customer.Id}", ct));
        var file = await admin.Api.GetJsonAsync($"/api/staff/customers/{customer.Id}", ct);
        Assert.Equal(
            ("role_changed", admin.Email),
            ((string)file["events"]![0]!["action"]!, (string)file["events"]![0]!["by"]!));
    }

    [Fact]
    public async Task Cart_changes_are_audited_for_an_admin_but_not_for_the_owner()
    {
        var ct = TestContext.Current.CancellationToken;
        var (admin, customer) = (await Customers.AdminAsync(shop, ct), await Customers.RegisterAsync(shop, ct));
        var goods = await Goods.AddAsync(shop.Database, ct, ("Ваза", 10m, 7));
        foreach (var who in (Customer[])[customer, admin])
        {
            using var added = await who.Api.PostAsJsonAsync(
                $"/cart-api/cart/{customer.Id}/add",
                new { product_id = goods.Ids[0], quantity = 1 },
                ct);
            await added.AnswerAsync(HttpStatusCode.OK, ct);
        }
        using var ordered = await admin.Api.PostAsync($"/cart-api/cart/{customer.Id}/checkout", null, ct);
        await ordered.AnswerAsync(HttpStatusCode.Created, ct);

        Assert.Equal(
            ["cart.ordered", "cart.changed"],
            (await TrailAsync($"{customer.Id}", ct)).Select(entry => (string)entry["action"]!));
    }

    async Task<List<JsonNode>> TrailAsync(string subject, CancellationToken ct) =>
        [
            .. (await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={subject}", ct))
                .AsArray()
                .Select(entry => entry!)
        ];

    static async Task<(int OnHand, int Reserved)> StockAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var product = await response.AnswerAsync(HttpStatusCode.OK, ct);
        return ((int)product["on_hand"]!, (int)product["reserved"]!);
    }
}
