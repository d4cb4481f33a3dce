using System.Net;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Staff;

namespace Shop.Tests.Web;

/// <summary>Staff change products and their stock: the page shows a notice, and the audit trail has an entry.</summary>
public class StaffProductTests(ShopFixture shop)
{
    [Fact]
    public async Task A_product_is_changed_and_archived()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddAsync(shop.Database, ct, ("Самовар", 4990m, 9));
        using var staff = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        var path = $"/staff/products/{goods.Ids[0]}";

        var wrong = await staff.SaveProductAsync(
            await staff.VisitAsync(path, ct),
            goods,
            ct,
            ("Form.Name", "Самовар"),
            ("Form.Price", "дорого"));
        Assert.True(wrong.Has("Проверьте это поле."), wrong.Text);
        var saved = await staff.SaveProductAsync(
            await staff.VisitAsync(path, ct),
            goods,
            ct,
            ("Form.Name", "Самовар тульский"),
            ("Form.Price", "5490,50"),
            ("Form.Vat", "10"),
            ("Form.PaymentSubject", "excise"));
        Assert.Equal(("Товар сохранён.", path), (saved.Notice, saved.Path));
        Assert.True(saved.Has("4990.00 → 5490.50"), saved.Text);
        Assert.True(saved.Has("НДС") && saved.Has("<option value=\"10\" selected"), saved.Text);
        Assert.Equal(
            "Самовар тульский 5490.50 10 excise",
            await shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', name, price, vat, payment_subject) from catalog.products
                where id = {goods.Ids[0]}
                """, ct));
        await staff.SaveProductAsync(saved, goods, ct, ("Form.Vat", ""), ("Form.PaymentSubject", ""));
        Assert.True(await shop.Database.ScalarAsync<bool>(
            $"select vat is null and payment_subject is null from catalog.products where id = {goods.Ids[0]}",
            ct));

        var archived = await staff.SubmitAsync(path, "/archive\"", ct);
        Assert.Equal("Товар убран в архив.", archived.Notice);
        Assert.True(archived.Has("Товар в архиве"), archived.Text);
        Assert.True(
            (await staff.VisitAsync($"/staff/products?shelf=archived&q={Goods.Sku(goods.Ids[0])}", ct)).Has(
                "Самовар тульский"));
        Assert.Equal(
            ["product.archived", "product.changed", "product.changed"],
            await shop.AuditedActionsAsync($"{goods.Ids[0]}", ct));
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
        Assert.Equal(["product.restored", "product.archived"], await shop.AuditedActionsAsync($"{goods.Ids[0]}", ct));
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
        Assert.Equal(["product.added"], await shop.AuditedActionsAsync((string)product["id"]!, ct));
        var taken = await staff.Browser.SubmitAsync(form, "value=\"product\"", ct, right);
        Assert.True(taken.Has("Такой артикул уже есть у другого товара."), taken.Text);
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
        Assert.Equal(["stock.adjusted"], await shop.AuditedActionsAsync($"{goods.Ids[0]}", ct));
        Assert.True((await staff.VisitAsync($"/staff/products/{goods.Ids[0]}", ct)).Has("бой"));
    }
}
