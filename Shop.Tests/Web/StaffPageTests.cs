using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Shop.Accounts;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Web;

/// <summary>Who sees which staff page, and what is on it.</summary>
public class StaffPageTests(ShopFixture shop)
{
    static readonly (string Path, Role Role, string Russian, string English)[] Pages =
    [
        ("/staff", Role.Support, "Требует внимания", "Needs attention"),
        ("/staff/orders", Role.Support, "Заказы", "Orders"),
        ("/staff/payments", Role.Support, "Платежи", "Payments"),
        ("/staff/refunds", Role.Support, "Возвраты", "Refunds"),
        ("/staff/customers", Role.Support, "Покупатели", "Customers"),
        ("/staff/errors", Role.Support, "Ошибки", "Errors"),
        ("/staff/feedback", Role.Support, "Отзывы", "Feedback"),
        ("/staff/calls", Role.Support, "Звонки", "Calls"),
        ("/staff/bookings", Role.Support, "Шиномонтаж", "Bookings"),
        ("/staff/knowledge", Role.Staff, "База знаний", "Knowledge base"),
        ("/staff/knowledge/new", Role.Staff, "Новая статья", "New article"),
        ("/staff/products", Role.Staff, "Товары", "Products"),
        ("/staff/products/new", Role.Staff, "Новый товар", "New product"),
        ("/staff/stock", Role.Staff, "На исходе", "Running low"),
        ("/staff/letters", Role.Staff, "Недоставленные сообщения", "Dead letters"),
        ("/staff/tasks", Role.Staff, "Задачи", "Tasks"),
        ("/staff/audit", Role.Staff, "Журнал", "Audit trail")
    ];

    [Fact]
    public async Task A_guest_is_redirected_to_the_login_and_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        using var visitor = new Visitor(shop);

        var login = await visitor.VisitAsync("/staff/orders?status=pending", ct);
        Assert.Equal("/login?return=%2Fstaff%2Forders%3Fstatus%3Dpending", login.Path);
        var back = await visitor.SubmitAsync(
            login,
            "value=\"login\"",
            ct,
            ("Email", support.Email),
            ("Password", Customers.Password));

        Assert.Equal((HttpStatusCode.OK, "/staff/orders?status=pending"), (back.Status, back.Path));
    }

    [Theory]
    [InlineData(Role.Customer)]
    [InlineData(Role.Support)]
    [InlineData(Role.Staff)]
    [InlineData(Role.Admin)]
    public async Task Each_role_sees_its_pages_and_no_others(Role role)
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = await StaffVisitor.CreateAsync(shop, role, ct);

        foreach (var (path, needed, title, _) in Pages)
        {
            var page = await visitor.VisitAsync(path, ct);
            var isLetIn = role.Includes(needed);
            Assert.True(
                (isLetIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden) == page.Status,
                $"{path} as {role}: {page.Status}\n{page.Text}");
            Assert.True(page.Has(isLetIn ? $"<h1>{title}" : "Нет доступа к этой странице"), page.Text);
            Assert.Equal(role.Includes(Role.Staff), page.Has("href=\"/staff/tasks\""));
            Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|href=\"javascript:", page.Html);
        }
        Assert.Equal(role.Includes(Role.Support), (await visitor.VisitAsync("/", ct)).Has("href=\"/staff\""));
    }

    [Fact]
    public async Task Every_page_exists_in_English()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Admin, ct, "en");

        foreach (var (path, _, _, title) in Pages)
        {
            var page = await visitor.VisitAsync(path, ct);
            Assert.True(page.Has($"<h1>{title}"), page.Text);
            // The navigation has no names of goods or people, so nothing in it may be Russian.
            Assert.DoesNotMatch(
                "[а-я]{3}",
                Regex.Match(page.Text, "<nav class=\"sections\".*?</nav>", RegexOptions.Singleline).Value);
        }
    }

    [Fact]
    public async Task A_role_change_takes_effect_immediately()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Customer, ct);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.VisitAsync("/staff", ct)).Status);

        using var promoted = await shop.Admin.PutAsJsonAsync(
            $"/api/users/{visitor.Account.Id}/role",
            new { role = "support" },
            ct);
        Assert.Equal(HttpStatusCode.OK, (await visitor.VisitAsync("/staff", ct)).Status);
        Assert.True((await visitor.VisitAsync("/", ct)).Has("href=\"/staff\""));
        using var demoted = await shop.Admin.PutAsJsonAsync(
            $"/api/users/{visitor.Account.Id}/role",
            new { role = "customer" },
            ct);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.VisitAsync("/staff", ct)).Status);
        Assert.False((await visitor.VisitAsync("/", ct)).Has("href=\"/staff\""));
    }

    [Theory]
    [InlineData("/staff/orders/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/staff/products/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/staff/customers/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/staff/letters/nobody/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/staff/errors/019b76da-0000-7000-8000-00000000dead")]
    [InlineData("/staff/nowhere")]
    public async Task An_unknown_address_is_a_404_page(string path)
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Admin, ct);

        var page = await visitor.VisitAsync(path, ct);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.True(page.Has("Такой страницы нет"), page.Text);
    }

    [Theory]
    [InlineData("/staff/orders?q=nobody-at-all%40example.com", "Ничего не нашлось")]
    [InlineData("/staff/orders?status=lost&page=zero", "Ничего не нашлось")]
    [InlineData("/staff/payments?q=nothing", "Ничего не нашлось")]
    [InlineData("/staff/products?q=%D1%8A%D1%8A%D1%8A", "Ничего не нашлось")]
    [InlineData("/staff/customers?q=%00", "Ничего не нашлось")]
    [InlineData("/staff/errors?severity=worst&days=soon", "Ничего не нашлось")]
    [InlineData("/staff/audit?subject=nothing", "Здесь пока пусто")]
    public async Task An_empty_list_says_so(string path, string text)
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);

        var page = await visitor.VisitAsync(path, ct);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Has(text), page.Text);
    }

    [Fact]
    public async Task Markup_in_a_name_is_encoded()
    {
        var ct = TestContext.Current.CancellationToken;
        const string Name = "<script>alert('xss')</script><img src=x>";
        var goods = await Goods.AddAsync(shop.Database, ct, (Name, 10m, 2));
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);
        await visitor.SubmitAsync(
            $"/staff/products/{goods.Ids[0]}",
            "value=\"product\"",
            ct,
            ("Form.Description", Name),
            ("Form.Category", goods.Category),
            ("Form.Price", "11"));

        foreach (var path in (string[])
        [
            $"/staff/products/{goods.Ids[0]}",
            $"/staff/products?q={Goods.Sku(goods.Ids[0])}",
            $"/staff/stock?q={Goods.Sku(goods.Ids[0])}",
            $"/staff/audit?subject={goods.Ids[0]}"
        ])
        {
            var page = await visitor.VisitAsync(path, ct);
            Assert.True(page.Has("alert('xss')"), page.Text);
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_are_paged()
    {
        var ct = TestContext.Current.CancellationToken;
        var word = $"w{Guid.CreateVersion7():N}";
        await Goods.AddAsync(shop.Database, ct, [.. Enumerable.Range(1, 27).Select(i => ($"{word} {i}", 10m, 50))]);
        using var visitor = await StaffVisitor.CreateAsync(shop, Role.Staff, ct);

        var first = await visitor.VisitAsync($"/staff/products?q={word}", ct);
        Assert.Equal(25, Regex.Count(first.Html, "<tr>") - 1);
        Assert.Contains("page=2", first.Html, StringComparison.Ordinal);
        Assert.Equal(
            2,
            Regex.Count((await visitor.VisitAsync($"/staff/products?q={word}&page=2", ct)).Html, "<tr>") - 1);
    }
}
