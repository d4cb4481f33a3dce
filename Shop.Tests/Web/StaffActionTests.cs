using System.Net;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Web;

/// <summary>Staff actions take effect, show a notice and are in the audit trail.</summary>
public class StaffActionTests(ShopFixture shop)
{
    static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_product_is_changed_and_archived()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var path = $"/staff/products/{goods.Ids[0]}";

        var wrong = await SaveAsync(
            staff,
            await staff.VisitAsync(path, ct),
            goods,
            ct,
            ("Form.Name", "Самовар"),
            ("Form.Price", "дорого"));
        Assert.True(wrong.Has("Проверьте это поле."), wrong.Text);
        var saved = await SaveAsync(
            staff,
            await staff.VisitAsync(path, ct),
            goods,
            ct,
            ("Form.Name", "Самовар тульский"),
            ("Form.Price", "5490,50"));
        Assert.Equal(("Товар сохранён.", path), (saved.Notice, saved.Path));
        Assert.True(saved.Has("4990.00 → 5490.50"), saved.Text);
        Assert.Equal(
            "Самовар тульский 5490.50",
            await shop.Database.ScalarAsync<string>(
                $"select name || ' ' || price from catalog.products where id = {goods.Ids[0]}",
                ct));

        var archived = await staff.SubmitAsync(path, "/archive\"", ct);
        Assert.Equal("Товар убран в архив.", archived.Notice);
        Assert.True(archived.Has("Товар в архиве"), archived.Text);
        Assert.True(
            (await staff.VisitAsync($"/staff/products?shelf=archived&q={Goods.Sku(goods.Ids[0])}", ct)).Has(
                "Самовар тульский"));
        Assert.Equal(["product.archived", "product.changed"], await ActionsAsync($"{goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task A_product_is_restored_from_the_archive_list()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var path = $"/staff/products/{goods.Ids[0]}";
        await staff.SubmitAsync(path, "/archive\"", ct);

        var restored = await staff.SubmitAsync(
            $"/staff/products?shelf=archived&q={Goods.Sku(goods.Ids[0])}",
            $"{path}/restore\"",
            ct);

        Assert.Equal(("Товар снова в продаже.", path), (restored.Notice, restored.Path));
        Assert.True(restored.Has("Показать в магазине") && restored.Has("товар возвращён из архива"), restored.Text);
        Assert.Equal(HttpStatusCode.OK, (await staff.VisitAsync($"/products/{goods.Ids[0]}", ct)).Status);
        Assert.Equal(["product.restored", "product.archived"], await ActionsAsync($"{goods.Ids[0]}", ct));
    }

    [Fact]
    public async Task A_product_is_added_and_its_errors_appear_at_their_fields()
    {
        var ct = TestContext.Current.CancellationToken;
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var sku = $"S-{Guid.CreateVersion7():N}";
        (string, string)[] right =
        [
            ("Form.Name", "Самовар"),
            ("Form.Price", "4990,50"),
            ("Form.Sku", sku),
            ("Form.Quantity", "9"),
            ("Form.Category", "home"),
            ("Form.Description", "Жаровой,\r\nтульский"),
            ("Form.Attributes", "объём: 5 л\r\n\r\nматериал:латунь: жёлтая"),
            ("Form.Image", "https://photos.example.com/samovar.jpg")
        ];
        var form = await staff.VisitAsync("/staff/products/new", ct);

        foreach (var (name, value, problem) in ((string, string, string)[])
        [
            ("Name", "", "Проверьте это поле."),
            ("Price", "дорого", "Проверьте это поле."),
            ("Sku", "а б", "Проверьте это поле."),
            ("Quantity", "мало", "Проверьте это поле."),
            ("Image", "javascript:alert(1)", "Проверьте это поле."),
            ("Attributes", "тяжёлый", "По одному на строку")
        ])
        {
            var wrong = await staff.Browser.SubmitAsync(
                form,
                "value=\"product\"",
                ct,
                [.. right, ($"Form.{name}", value)]);
            Assert.Equal((HttpStatusCode.OK, "/staff/products/new"), (wrong.Status, wrong.Path));
            Assert.True(
                wrong.Has(
                    $"<p id=\"f-form-{name.ToLowerInvariant()}-problem\" class=\"problem\" role=\"alert\">{problem}"),
                wrong.Text);
            Assert.Single(System.Text.RegularExpressions.Regex.Matches(wrong.Html, "class=\"problem\""));
            Assert.True(wrong.Has("<option value=\"home\" selected"), wrong.Text);
        }
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>($"select count(*) from catalog.products where sku = {sku}", ct));

        var added = await staff.Browser.SubmitAsync(form, "value=\"product\"", ct, right);
        Assert.Equal("Товар добавлен.", added.Notice);
        Assert.StartsWith("/staff/products/0", added.Path, StringComparison.Ordinal);
        Assert.True(
            added.Has("объём: 5 л\nматериал: латунь: жёлтая</textarea>")
                && added.Has("value=\"https://photos.example.com/samovar.jpg\""),
            added.Text);
        var product = await shop.Api.GetJsonAsync($"/api/products/{added.Path.Split('/')[^1]}", ct);
        Assert.Equal(
            ("Самовар", 4990.50m, 9, "Home", "Жаровой,\nтульский"),
            (
                (string)product["name"]!,
                (decimal)product["price"]!,
                (int)product["quantity"]!,
                (string)product["category"]!,
                (string)product["description"]!));
        Assert.Equal(["product.added"], await ActionsAsync((string)product["id"]!, ct));
        var taken = await staff.Browser.SubmitAsync(form, "value=\"product\"", ct, right);
        Assert.True(taken.Has("Такой артикул уже есть у другого товара."), taken.Text);
    }

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
        await SaveAsync(staff, open, goods, ct, ("Form.Attributes", $"объём: 5\r\nцвета: [\"медь\"]\r\nвид: {much}"));

        Assert.True(
            System.Text.Json.Nodes.JsonNode.DeepEquals(
                System.Text.Json.Nodes.JsonNode.Parse($$"""{"объём": 5, "цвета": ["медь"], "вид": "{{much}}"}"""),
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

        await SaveAsync(first, open, goods, ct, ("Form.Price", "5000"));
        var conflict = await SaveAsync(second, openToo, goods, ct, ("Form.Price", "4500"));

        Assert.True(conflict.Has("Somebody else changed the product while you were editing it"), conflict.Text);
        Assert.Matches("<td data-name=\"Yours\">4500</td>\\s*<td data-name=\"Current\">5000.00</td>", conflict.Html);
        Assert.Contains("value=\"4500\"", conflict.Html, StringComparison.Ordinal);
        Assert.Equal(
            5000m,
            await shop.Database.ScalarAsync<decimal>(
                $"select price from catalog.products where id = {goods.Ids[0]}",
                ct));
        var mine = await SaveAsync(second, conflict, goods, ct);
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

        Assert.Equal("Товар сохранён.", (await SaveAsync(staff, open, goods, ct, ("Form.Price", "5000"))).Notice);
    }

    [Fact]
    public async Task Stock_is_adjusted_with_a_reason_and_returns_to_the_same_page()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var (path, form) = ($"/staff/stock?q={Goods.Sku(goods.Ids[0])}", $"/staff/products/{goods.Ids[0]}/stock\"");

        var adjusted = await staff.SubmitAsync(path, form, ct, ("change", "-3"), ("reason", "бой"));
        Assert.Equal(("Остаток изменён.", path), (adjusted.Notice, adjusted.Path));
        Assert.Equal(
            6,
            await shop.Database.ScalarAsync<int>(
                $"select on_hand from inventory.stock where product_id = {goods.Ids[0]}",
                ct));
        foreach (var (change, reason) in ((string, string)[])[("-7", "бой"), ("много", "бой"), ("1", " ")])
            Assert.StartsWith(
                "Не получилось",
                (await staff.SubmitAsync(path, form, ct, ("change", change), ("reason", reason))).Notice,
                StringComparison.Ordinal);
        Assert.Equal(["stock.adjusted"], await ActionsAsync($"{goods.Ids[0]}", ct));
        Assert.True((await staff.VisitAsync($"/staff/products/{goods.Ids[0]}", ct)).Has("бой"));
    }

    [Fact]
    public async Task The_order_page_shows_payment_shipment_mail_and_trace()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var payment = await purchase.PayAsync(order, ct);
        await purchase.WaitUntilAsync(order, "shipped", ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);

        var found = await support.VisitAsync($"/staff/orders?q={purchase.Customer.Email}", ct);
        Assert.Contains($"href=\"/staff/orders/{order["id"]}\"", found.Html, StringComparison.Ordinal);
        var page = await Eventually.WaitUntilAsync(
            () => support.VisitAsync($"/staff/orders/{order["id"]}", ct),
            page => page.Has("заказ отправлен"),
            WaitLimit,
            "the mail of the shipment");

        Assert.True(page.Has(await purchase.ProviderIdAsync(payment, ct)), page.Text);
        Assert.True(
            page.Has("data-kind=\"shipment\"")
                && page.Has("orders.paid")
                && page.Has("notifications.order_confirmation")
                && page.Has(purchase.Customer.Email),
            page.Text);
        var trace = await shop.Database.ScalarAsync<string>(
            $"select trace_id from payments.payments where order_id = {(Guid)order["id"]!}",
            ct);
        Assert.Contains($"<code class=\"trace\">{trace}</code>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_refunds_a_part_and_cancels()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        await purchase.PayAsync(order, ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/orders/{order["id"]}";

        Assert.StartsWith(
            "Не получилось: столько вернуть нельзя",
            (await support.SubmitAsync(path, "/refund\"", ct, ("amount", "1000000"), ("reason", "x"))).Notice,
            StringComparison.Ordinal);
        Assert.Equal(
            "Возврат оформлен.",
            (await support.SubmitAsync(path, "/refund\"", ct, ("amount", "10,50"), ("reason", "скол"))).Notice);
        Assert.True((await support.VisitAsync($"/staff/refunds?q={order["number"]}", ct)).Has("скол"));
        await Eventually.WaitUntilAsync(
            () => support.VisitAsync(path, ct),
            page => page.Has($"Возвращено: 10,50"),
            WaitLimit,
            "the refund");

        var cancelled = await support.SubmitAsync(path, "/cancel\"", ct, ("reason", "нет на складе"));
        Assert.Equal("Заказ отменён.", cancelled.Notice);
        Assert.True(cancelled.Has(support.Account.Email) && cancelled.Has("нет на складе"), cancelled.Text);
        Assert.Equal(["order.cancelled", "refund.requested"], await ActionsAsync((string)order["id"]!, ct));
    }

    [Fact]
    public async Task A_mail_is_resent_and_an_order_is_processed()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/orders/{order["id"]}";

        Assert.StartsWith(
            "Запрос принят",
            (await support.SubmitAsync(path, "/notify\"", ct, ("type", "order_placed"), ("language", "en"))).Notice,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Запрос принят",
            (await support.SubmitAsync(path, "/process\"", ct)).Notice,
            StringComparison.Ordinal);

        Assert.Equal(["order.process", "notification.send"], await ActionsAsync((string)order["id"]!, ct));
        await purchase.WaitUntilAsync(order, "processing", ct);
    }

    [Fact]
    public async Task A_failed_task_is_retried()
    {
        var ct = TestContext.Current.CancellationToken;
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var (task, subject) = (Guid.CreateVersion7(), $"\"{Guid.CreateVersion7()}\"");
        await shop.Database.ExecuteAsync(
            $"""
            insert into tasks.tasks (id, kind, owner_id, subject, status, error, attempts)
            values ({task}, 'order.process', {staff.Account.Id}, {subject}::json, 'FAILURE', 'nobody home', 4)
            """,
            ct);

        var page = await staff.VisitAsync("/staff/tasks?status=FAILURE", ct);
        Assert.True(page.Has("nobody home"), page.Text);
        var again = await staff.Browser.SubmitAsync(page, $"/staff/tasks/{task}/retry\"", ct);

        Assert.StartsWith("Запрос принят", again.Notice, StringComparison.Ordinal);
        Assert.Equal(["task.retried"], await ActionsAsync($"{task}", ct));
    }

    [Fact]
    public async Task An_admin_changes_another_accounts_role()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var admin = await StaffVisitor.CreateAsync(shop, Role.Admin, ct);
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var path = $"/staff/customers/{customer.Id}";
        Assert.True((await admin.VisitAsync($"/staff/customers?q={customer.Email}", ct)).Has($"href=\"{path}\""));

        Assert.DoesNotContain("/role\"", (await staff.VisitAsync(path, ct)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "/role\"",
            (await admin.VisitAsync($"/staff/customers/{admin.Account.Id}", ct)).Html,
            StringComparison.Ordinal);
        var changed = await admin.SubmitAsync(path, "/role\"", ct, ("role", "staff"));

        Assert.Equal("Роль изменена.", changed.Notice);
        Assert.Equal(
            "staff",
            await shop.Database.ScalarAsync<string>($"select role from accounts.users where id = {customer.Id}", ct));
        Assert.Equal(["role.changed"], await ActionsAsync($"{customer.Id}", ct));
        Assert.True(changed.Has(admin.Account.Email), changed.Text);
    }

    [Theory]
    [InlineData("/staff/orders/019b76da-0000-7000-8000-00000000dead/refund")]
    [InlineData("/staff/products/019b76da-0000-7000-8000-00000000dead/archive")]
    [InlineData("/staff/products/019b76da-0000-7000-8000-00000000dead/restore")]
    [InlineData("/staff/letters/nobody/replay")]
    [InlineData("/staff/customers/019b76da-0000-7000-8000-00000000dead/role")]
    public async Task A_cross_site_request_does_nothing(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        using var admin = await StaffVisitor.CreateAsync(shop, Role.Admin, ct);

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await admin.Browser.PostAsync(path, ct, ("role", "admin"), ("amount", "1"))).Status);
    }

    // Page.Form reads neither selects nor textareas.
    static Task<Page> SaveAsync(
        StaffVisitor staff,
        Page page,
        Goods goods,
        CancellationToken ct,
        params (string Name, string Value)[] filledIn) =>
        staff.Browser.SubmitAsync(
            page,
            "value=\"product\"",
            ct,
            [("Form.Category", goods.Category), ("Form.Description", "Для проверки."), .. filledIn]);

    async Task<List<string>> ActionsAsync(string subject, CancellationToken ct) =>
        [
            .. (await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={subject}", ct))
                .AsArray()
                .Select(entry => (string)entry!["action"]!)
        ];
}
