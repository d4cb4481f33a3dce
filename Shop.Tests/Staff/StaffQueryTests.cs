using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Staff;

/// <summary>The lists in which staff look things up.</summary>
public class StaffQueryTests(ShopFixture shop)
{
    [Fact]
    public async Task An_order_is_found_by_its_number_its_id_and_its_customers_email()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var (first, second) = (await purchase.PlaceAsync(ct), await purchase.PlaceAsync(ct));
        var number = (string)first["number"]!;
        var email = purchase.Customer.Email[..20].ToUpperInvariant();

        foreach (var search in (string[])[number, number.ToLowerInvariant(), number[2..], (string)first["id"]!])
            Assert.Equal([(string)first["id"]!], await IdsAsync(support, $"/api/staff/orders?search={search}", ct));
        Assert.Equal(
            [(string)second["id"]!, (string)first["id"]!],
            await IdsAsync(support, $"/api/staff/orders?search={email}", ct));
        Assert.Equal(
            2,
            (await IdsAsync(support, $"/api/staff/orders?customer={purchase.Customer.Id}&status=pending", ct)).Count);
        Assert.Empty(await IdsAsync(support, $"/api/staff/orders?customer={purchase.Customer.Id}&stuck=true", ct));
        await shop.Database.ExecuteAsync(
            $"""
            update orders.orders set status = 'confirmed', payment_status = 'paid', created_at = now() - interval '2 hours'
            where id = {(Guid)first["id"]!}
            """,
            ct);
        Assert.Equal(
            [(string)first["id"]!],
            await IdsAsync(support, $"/api/staff/orders?customer={purchase.Customer.Id}&stuck=true", ct));
    }

    [Theory]
    [InlineData("orders?status=lost")]
    [InlineData("orders?page=0")]
    [InlineData("orders?customer=me")]
    [InlineData("payments?status=gone")]
    [InlineData("products?shelf=top")]
    [InlineData("tasks?limit=1000")]
    [InlineData("audit?actor=x")]
    public async Task An_invalid_query_is_refused(string query)
    {
        var ct = TestContext.Current.CancellationToken;
        using var refused = await shop.Admin.GetAsync($"/api/staff/{query}", ct);

        await refused.ProblemAsync(HttpStatusCode.BadRequest, ct);
    }

    [Fact]
    public async Task Payments_and_refunds_are_found_by_order_number_and_provider_id()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        using var refunded = await support.Api.PostAsJsonAsync(
            "/api/payments/refund",
            new { order_id = (string)order["id"]!, amount = 1m, reason = "" },
            ct);
        await refunded.AnswerAsync(HttpStatusCode.Created, ct);

        foreach (var search in (string[])[(string)order["number"]!, await purchase.ProviderIdAsync(payment, ct)])
        {
            Assert.Equal(
                [(string)payment["id"]!],
                await IdsAsync(support, $"/api/staff/payments?status=succeeded&search={search}", ct));
            var refund = Assert.Single(
                (await support.Api.GetJsonAsync($"/api/staff/refunds?search={search}", ct)).AsArray());
            Assert.Equal(
                ((string)order["number"]!, 1m),
                ((string)refund!["order_number"]!, (decimal)refund["amount"]!));
        }
        Assert.Empty(await IdsAsync(support, $"/api/staff/payments?status=failed&search={order["number"]}", ct));
    }

    [Fact]
    public async Task A_payment_that_is_unknown_for_a_day_is_shown()
    {
        var ct = TestContext.Current.CancellationToken;
        var (purchase, support) = (await Purchase.PrepareAsync(shop, ct), await Customers.SupportAsync(shop, ct));
        var order = await purchase.PlaceAsync(ct);
        var id = Guid.CreateVersion7();
        await shop.Database.ExecuteAsync(
            $"""
            insert into payments.payments (id, order_id, provider, amount, currency, method, created_at)
            values ({id}, {(Guid)order["id"]!}, 'yookassa', 100, 'RUB', 'bank_card', now() - interval '1 day')
            """,
            ct);

        Assert.Equal(
            [$"{id}"],
            await IdsAsync(support, $"/api/staff/payments?status=unanswered&search={order["number"]}", ct));
        var overview = await support.Api.GetJsonAsync("/api/staff/overview", ct);
        Assert.True((int)overview["unknown_payments"]! >= 1);
    }

    [Fact]
    public async Task Products_are_found_by_name_and_SKU_also_when_archived_or_low()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(
            shop.Database,
            ct,
            ("Кочерга кованая", 10m, 70),
            ("Ухват", 10m, 2),
            ("Заслонка", 10m, 30));
        using var archived = await staff.Api.DeleteAsync($"/api/products/{goods.Ids[2]}", ct);
        var list = $"/api/staff/products?category=Test%20{goods.Category}";

        Assert.Equal([$"{goods.Ids[1]}", $"{goods.Ids[0]}"], await IdsAsync(staff, list, ct));
        Assert.Equal([$"{goods.Ids[0]}"], await IdsAsync(staff, $"{list}&search=кочерги", ct));
        Assert.Equal(
            [$"{goods.Ids[1]}"],
            await IdsAsync(staff, $"{list}&search={Goods.Sku(goods.Ids[1]).ToLowerInvariant()}", ct));
        Assert.Equal([$"{goods.Ids[1]}"], await IdsAsync(staff, $"{list}&shelf=low", ct));
        Assert.Equal([$"{goods.Ids[2]}"], await IdsAsync(staff, $"{list}&shelf=archived", ct));
        Assert.NotNull((await staff.Api.GetJsonAsync($"/api/staff/products/{goods.Ids[2]}", ct))["archived_at"]);
    }

    [Fact]
    public async Task A_restored_product_is_on_sale_again_and_audited_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var goods = await Goods.AddAsync(shop.Database, ct, ("Кочерга", 10m, 7));
        var (path, restore) = ($"/api/products/{goods.Ids[0]}", $"/api/staff/products/{goods.Ids[0]}/restore");
        using var archived = await staff.Api.DeleteAsync(path, ct);
        Assert.Empty((await shop.Api.GetJsonAsync($"/api/products?category={goods.Category}", ct)).AsArray());

        using var restored = await staff.Api.PostAsync(restore, null, ct);
        Assert.Null((await restored.AnswerAsync(HttpStatusCode.OK, ct))["archived_at"]);
        using var again = await staff.Api.PostAsync(restore, null, ct);
        await again.AnswerAsync(HttpStatusCode.OK, ct);
        using var unknown = await staff.Api.PostAsync($"/api/staff/products/{Guid.CreateVersion7()}/restore", null, ct);
        await unknown.ProblemAsync(HttpStatusCode.NotFound, ct);

        Assert.Equal(7, (int)(await shop.Api.GetJsonAsync(path, ct))["quantity"]!);
        Assert.Single((await shop.Api.GetJsonAsync($"/api/products?category={goods.Category}", ct)).AsArray());
        Assert.Equal(
            1,
            (int)
                (await shop.Api.GetJsonAsync("/api/categories", ct))
                    .AsArray()
                    .Single(category => (string)category!["slug"]! == goods.Category)!["product_count"]!);
        Assert.Equal(
            ["product.restored", "product.archived"],
            (await staff.Api.GetJsonAsync($"/api/staff/audit?subject={goods.Ids[0]}", ct))
                .AsArray()
                .Select(entry => (string)entry!["action"]!));
    }

    [Fact]
    public async Task Only_a_failed_task_can_be_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        var (failed, done, subject) = (Guid.CreateVersion7(), Guid.CreateVersion7(), $"\"{Guid.CreateVersion7()}\"");
        foreach (var (id, status) in ((Guid, string)[])[(failed, "FAILURE"), (done, "SUCCESS")])
            await shop.Database.ExecuteAsync(
                $"""
                insert into tasks.tasks (id, kind, owner_id, subject, status, error, attempts)
                values ({id}, 'order.process', {staff.Id}, {subject}::json, {status}, 'away', 4)
                """, ct);

        Assert.Contains($"{failed}", await IdsAsync(staff, "/api/staff/tasks?status=FAILURE&limit=100", ct));
        using var again = await staff.Api.PostAsync($"/api/staff/tasks/{failed}/retry", null, ct);
        await again.AnswerAsync(HttpStatusCode.Accepted, ct);
        // A worker runs it again, counts attempts from one, and does not find the order.
        var ended = await Eventually.WaitUntilAsync(
            () => staff.Api.GetJsonAsync($"/api/tasks/{failed}/status", ct),
            task => (string)task["status"]! == "FAILURE",
            TimeSpan.FromSeconds(30),
            "the task's end");
        Assert.Equal(("There is no such order.", 1), ((string)ended["error"]!, (int)ended["attempts"]!));

        using var refused = await staff.Api.PostAsync($"/api/staff/tasks/{done}/retry", null, ct);
        await refused.ProblemAsync(HttpStatusCode.Conflict, ct);
        using var unknown = await staff.Api.PostAsync($"/api/staff/tasks/{Guid.CreateVersion7()}/retry", null, ct);
        await unknown.ProblemAsync(HttpStatusCode.NotFound, ct);
        Assert.Single((await staff.Api.GetJsonAsync($"/api/staff/audit?subject={failed}", ct)).AsArray());
    }

    [Fact]
    public async Task The_overview_counts_open_work()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var staff = await Customers.StaffAsync(shop, ct);
        await Goods.AddAsync(shop.Database, ct, ("Ухват", 10m, 2));

        var overview = (await support.Api.GetJsonAsync("/api/staff/overview", ct)).AsObject();

        Assert.Equal(
            ["dead_letters", "failed_tasks", "low_stock", "stuck_orders", "troubled_refunds", "unknown_payments"],
            overview.Select(count => count.Key).Order());
        // Other tests sell meanwhile, so the two counts are compared until nothing was sold between them.
        await Eventually.WaitUntilAsync(
            async () => (
                Listed: await TotalAsync(staff, "/api/staff/products?shelf=low&limit=1", ct),
                Counted: (int)(await support.Api.GetJsonAsync("/api/staff/overview", ct))["low_stock"]!),
            stock => stock.Listed == stock.Counted && stock.Counted > 0,
            TimeSpan.FromSeconds(30),
            "as many products with low stock as the list has");
    }

    static async Task<int> TotalAsync(Customer who, string path, CancellationToken ct)
    {
        using var list = await who.Api.GetAsync(path, ct);
        return int.Parse(list.Headers.GetValues("X-Total-Count").Single(), CultureInfo.InvariantCulture);
    }

    static async Task<List<string>> IdsAsync(Customer who, string path, CancellationToken ct) =>
        [.. (await who.Api.GetJsonAsync(path, ct)).AsArray().Select(row => (string)row!["id"]!)];
}
