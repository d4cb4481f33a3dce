using System.Net;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Staff;

namespace Shop.Tests.Web;

/// <summary>Staff actions take effect, show a notice and are in the audit trail.</summary>
public class StaffActionTests(ShopFixture shop)
{
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
        Assert.Equal(["task.retried"], await shop.AuditedActionsAsync($"{task}", ct));
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
        Assert.Equal(["role.changed"], await shop.AuditedActionsAsync($"{customer.Id}", ct));
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
}
