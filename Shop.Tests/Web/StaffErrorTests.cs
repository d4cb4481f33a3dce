using System.Net;
using System.Text.RegularExpressions;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Pilot;
using Shop.Tests.Staff;

namespace Shop.Tests.Web;

/// <summary>The triage of errors without JavaScript.</summary>
public class StaffErrorTests(ShopFixture shop)
{
    [Fact]
    public async Task An_error_goes_from_the_list_over_its_assignee_to_its_solution()
    {
        var ct = TestContext.Current.CancellationToken;
        var word = $"w{Guid.CreateVersion7():N}";
        var id = await shop.ReportAsync(ct, $"Корзина {word}", severity: "high", module: "carts");
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/errors/{id}";

        var list = await support.VisitAsync($"/staff/errors?q={word}&severity=high&module=carts&source=person", ct);
        Assert.Contains($"href=\"{path}\"", list.Html, StringComparison.Ordinal);
        Assert.Matches("нерешённые\\s*<span class=\"number\">1</span>", list.Text);
        Assert.DoesNotContain(path, (await support.VisitAsync(
            $"/staff/errors?q={word}&assigned=me", ct)).Html, StringComparison.Ordinal);

        Assert.Equal("Ошибка назначена.", (await support.SubmitAsync(path, "class=\"take\"", ct)).Notice);
        Assert.Contains(path, (await support.VisitAsync(
            $"/staff/errors?q={word}&assigned=me&status=in_progress", ct)).Html, StringComparison.Ordinal);
        var commented = await support.SubmitAsync(
            path, "name=\"content\"", ct, ("content", "Только в <Safari>."), ("note", "true"));
        Assert.Equal("Комментарий добавлен.", commented.Notice);
        Assert.Contains("Только в &lt;Safari&gt;.", commented.Html, StringComparison.Ordinal);
        Assert.Contains("comment technical", commented.Html, StringComparison.Ordinal);
        Assert.StartsWith(
            "Не получилось. Проверьте поля.",
            (await support.SubmitAsync(path, "class=\"resolve\"", ct, ("solution", ""), ("in", "next"))).Notice,
            StringComparison.Ordinal);
        var resolved = await support.SubmitAsync(
            path, "class=\"resolve\"", ct, ("solution", "Кнопка снова ведёт к адресу."), ("in", "next"));

        Assert.Equal("Ошибка решена.", resolved.Notice);
        Assert.True(resolved.Has("Исправлена в следующей версии.") && resolved.Has("class=\"reopen\""), resolved.Text);
        Assert.True(resolved.Has("в работе → решена"), resolved.Text);
        Assert.Equal(
            "resolved next Кнопка снова ведёт к адресу.",
            await shop.Database.ScalarAsync<string>(
                $"""
                select concat_ws(' ', status, resolved_in, solution_details) from pilot.error_reports
                where id = {id} and assigned_to = {support.Account.Id}
                """,
                ct));
        Assert.Contains("report.resolved", await shop.AuditedActionsAsync($"{id}", ct));
    }

    [Fact]
    public async Task Whoever_is_too_late_is_told_what_is_true_now_and_overwrites_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.ReportAsync(ct, $"Итог {Guid.CreateVersion7():N}", severity: "high", module: "carts");
        using var slow = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        using var quick = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/errors/{id}";
        var opened = await slow.VisitAsync(path, ct);

        // Each of them changes another field of the same form.
        await quick.SubmitAsync(
            path, "class=\"change\"", ct,
            ("status", "new"), ("severity", "low"), ("category", "ui"), ("module", "carts"));
        var saved = await slow.Browser.SubmitAsync(
            opened, "class=\"change\"", ct,
            ("status", "new"), ("severity", "high"), ("category", "data"), ("module", "carts"));
        Assert.Equal("Изменения сохранены.", saved.Notice);
        Assert.Equal(
            "low data",
            await shop.Database.ScalarAsync<string>(
                $"select severity || ' ' || category from pilot.error_reports where id = {id}", ct));

        await quick.SubmitAsync(path, "class=\"resolve\"", ct, ("solution", "Сумма верна."), ("in", "now"));
        var late = await slow.Browser.SubmitAsync(
            opened, "class=\"resolve\"", ct, ("solution", "Другое"), ("in", "now"));

        Assert.StartsWith("Не получилось: ошибку уже изменили. Сейчас: решена", late.Notice, StringComparison.Ordinal);
        Assert.True(late.Has("Сумма верна.") && !late.Has("Другое"), late.Text);
    }

    [Fact]
    public async Task A_group_shows_its_stack_and_steps_through_its_occurrences_and_is_merged_and_separated()
    {
        var ct = TestContext.Current.CancellationToken;
        var type = $"Shop.Late{Guid.CreateVersion7():N}Exception";
        var group = await shop.ThrowAsync(type, 3, ct);
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/errors/{group}";

        var newest = await support.VisitAsync(path, ct);
        Assert.True(newest.Has("Случай 1 из 3 последних") && newest.Has("Order 0 is late"), newest.Text);
        Assert.True(newest.Has("Shop.Orders.OrderStore.PlaceAsync") && newest.Has("GET /api/cart"), newest.Text);
        Assert.Matches("<details class=\"library\">.*?RequestDelegateFactory", newest.Html.ReplaceLineEndings(" "));
        Assert.Matches("<dt>Раз</dt>\\s*<dd>3</dd>", newest.Html);
        var next = WebUtility.HtmlDecode(Regex.Match(newest.Html, "rel=\"next\" href=\"([^\"#]*)").Groups[1].Value);
        Assert.True((await support.VisitAsync(next, ct)).Has("Order 1 is late"));

        var target = await shop.ReportAsync(ct, $"{type}: Order is late", severity: "high", module: "carts");
        var merged = await support.SubmitAsync(path, $"value=\"{target}\"", ct);
        Assert.Equal("Ошибки объединены.", merged.Notice);
        Assert.EndsWith($"/staff/errors/{target}", merged.Path, StringComparison.Ordinal);
        Assert.Matches("<dt>Раз</dt>\\s*<dd>4</dd>", merged.Html);
        Assert.True((await support.VisitAsync(path, ct)).Has($"href=\"/staff/errors/{target}\""));
        var separated = await support.Browser.SubmitAsync(merged, $"/staff/errors/{group}/unmerge\"", ct);
        Assert.Equal("Ошибка снова отдельная.", separated.Notice);
        Assert.Matches("<dt>Раз</dt>\\s*<dd>1</dd>", separated.Html);
    }

    [Fact]
    public async Task Only_an_admin_who_is_sure_deletes_an_error()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.ReportAsync(ct, $"Лишнее {Guid.CreateVersion7():N}", severity: "high", module: "carts");
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        using var admin = await StaffVisitor.CreateAsync(shop, Role.Admin, ct);
        var path = $"/staff/errors/{id}";

        Assert.DoesNotContain("/delete\"", (await support.VisitAsync(path, ct)).Html, StringComparison.Ordinal);
        Assert.StartsWith(
            "Не удалено", (await admin.SubmitAsync(path, "/delete\"", ct)).Notice, StringComparison.Ordinal);
        var opened = await admin.VisitAsync(path, ct);
        Assert.Equal("Ошибка удалена.", (await admin.SubmitAsync(path, "/delete\"", ct, ("sure", "true"))).Notice);

        Assert.Equal(HttpStatusCode.NotFound, (await support.VisitAsync(path, ct)).Status);
        Assert.Equal(
            "Этой ошибки больше нет.",
            (await admin.Browser.SubmitAsync(opened, "class=\"take\"", ct)).Notice);
    }

    [Fact]
    public async Task An_error_is_snoozed_until_it_happens_again_and_woken()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = await shop.ReportAsync(ct, $"Тихо {Guid.CreateVersion7():N}", severity: "high", module: "carts");
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);
        var path = $"/staff/errors/{id}";

        Assert.StartsWith(
            "Не получилось",
            (await support.SubmitAsync(path, "class=\"snooze\"", ct, ("for", "times"), ("times", "сто"))).Notice,
            StringComparison.Ordinal);
        var snoozed = await support.SubmitAsync(path, "class=\"snooze\"", ct, ("for", "times"), ("times", "9"));
        Assert.True(snoozed.Has("Отложена, пока не случится 10\u00A0раз."), snoozed.Text);
        var week = await support.SubmitAsync(path, "class=\"snooze\"", ct, ("for", "week"));
        Assert.True(week.Has("Отложена до "), week.Text);
        var woken = await support.Browser.SubmitAsync(week, "class=\"wake\"", ct);
        Assert.DoesNotContain("Отложена", woken.Text.Split("class=\"timeline\"")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_is_listed_by_rating()
    {
        var ct = TestContext.Current.CancellationToken;
        var message = $"Всё <b>хорошо</b> {Guid.CreateVersion7():N}";
        using var visitor = new Visitor(shop) { Address = "198.51.100.105" };
        await visitor.SubmitAsync(
            await visitor.VisitAsync("/report?from=/catalog", ct), "value=\"feedback\"", ct,
            ("Message", message), ("Rating", "4"));
        using var support = await StaffVisitor.CreateAsync(shop, Role.Support, ct);

        var four = await support.VisitAsync("/staff/feedback?rating=4", ct);
        Assert.True(four.Has(message) && !four.Html.Contains("<b>хорошо", StringComparison.Ordinal), four.Text);
        Assert.True(four.Has("class=\"long\">/catalog</td>") && four.Has("Средняя оценка"), four.Text);
        Assert.False((await support.VisitAsync("/staff/feedback?rating=5", ct)).Has(message));
    }
}
