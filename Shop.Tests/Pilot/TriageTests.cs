using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Staff;

namespace Shop.Tests.Pilot;

public class TriageTests(ShopFixture shop)
{
    [Fact]
    public async Task A_report_is_found_by_every_filter_and_counted_by_status()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var word = $"слово{Guid.CreateVersion7():N}";
        var id = await shop.ReportAsync(ct, $"Ошибка {word}", "Итог не тот.", "critical", word[..20]);
        await support.Api.DoAsync(id, "assign", new { assigned_to = "me" }, ct);

        string[] matching =
        [
            $"module={word[..20]}", $"search={word}", $"search={word[2..12]}", $"search={id}&status=in_progress",
            $"search={word}&severity=critical&category=ui&source=person&status=unresolved&days=1",
            $"search={word}&assigned_to=me", $"search={word}&assigned_to={support.Id}", $"search=итоги+{word}"
        ];
        foreach (var query in matching)
        {
            using var found = await support.Api.GetAsync($"{Reports.Path}?{query}", ct);
            var rows = (await found.Content.ReadFromJsonAsync<List<JsonObject>>(ct))!;
            Assert.True(rows.Count == 1 && (Guid)rows[0]["id"]! == id, query);
            Assert.Equal(["1"], found.Headers.GetValues("X-Total-Count"));
        }
        string[] others =
        [
            $"search={word}&status=new", $"search={word}&severity=low", $"search={word}&category=data",
            $"search={word}&source=sdk", $"search={word}&assigned_to=none", $"search={word}&module=none",
            $"search={word}&assigned_to={Guid.CreateVersion7()}", $"search={Guid.CreateVersion7():N}",
            $"search={word}&page=2"
        ];
        foreach (var query in others)
            Assert.Empty((await support.Api.GetJsonAsync($"{Reports.Path}?{query}", ct)).AsArray());
        var counts = await support.Api.GetJsonAsync($"{Reports.Path}/counts?search={word}&status=new", ct);
        Assert.Equal(1, (int)counts["unresolved"]!);
        Assert.Equal(
            "new 0, investigating 0, confirmed 0, in_progress 1, resolved 0, wont_fix 0",
            string.Join(", ", counts["by_status"]!.AsArray().Select(count => $"{count!["status"]} {count["count"]}")));
    }

    [Fact]
    public async Task Validation_errors_of_the_filter_are_named_together()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);

        using var response = await support.Api.GetAsync(
            $"{Reports.Path}?status=a&severity=b&category=c&source=d&assigned_to=e&days=0&module=%00", ct);

        Assert.Equal(
            ["assigned_to", "category", "days", "module", "severity", "source", "status"],
            (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task Every_transition_of_the_table_is_allowed_and_no_other()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        foreach (var from in Enum.GetValues<ErrorStatus>())
            foreach (var to in Enum.GetValues<ErrorStatus>().Where(to => to != from))
            {
                var id = await shop.ReportAsync(ct);
                await shop.Database.ExecuteAsync(
                    $"update pilot.error_reports set status = {from.Spelling()} where id = {id}", ct);
                var isAllowed = ErrorTransitions.Next(from).Contains(to);

                using var response = await support.Api.PatchAsJsonAsync(
                    $"{Reports.Path}/{id}", new { status = to.Spelling() }, ct);

                if (isAllowed)
                {
                    var report = await response.AnswerAsync(HttpStatusCode.OK, ct);
                    Assert.Equal(to.Spelling(), (string)report["status"]!);
                    continue;
                }
                var problem = await response.ProblemAsync(HttpStatusCode.Conflict, ct);
                Assert.Contains(
                    from.IsClosed() ? "Reopen it first" : $"not to {to.Spelling()}", (string)problem["detail"]!,
                    StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task A_report_is_assigned_commented_and_resolved_with_a_history_of_who_did_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var colleague = await Customers.StaffAsync(shop, ct);
        var id = await shop.ReportAsync(ct);

        var assigned = await support.Api.DoAsync(
            id, "assign", new { assigned_to = colleague.Email, comment = "Посмотри." }, ct);
        Assert.Equal(
            ("in_progress", colleague.Id, colleague.Email),
            ((string)assigned["status"]!, (Guid)assigned["assigned_to"]!, (string)assigned["assignee"]!));
        var note = await colleague.Api.DoAsync(
            id, "add_comment", new { content = "Кэш.", is_technical_note = true }, ct, HttpStatusCode.Created);
        Assert.Equal((colleague.Email, true), ((string)note["author"]!, (bool)note["is_technical_note"]!));
        var resolved = await colleague.Api.DoAsync(id, "resolve", new { solution_details = "Исправлено." }, ct);
        Assert.Equal(("resolved", "Исправлено."), ((string)resolved["status"]!, (string)resolved["solution_details"]!));
        Assert.NotNull(resolved["resolved_at"]);
        Assert.Null(resolved["resolved_in"]);

        var report = await support.Api.ReportOfAsync(id, ct);
        Assert.Equal(
            ["Посмотри.", "Кэш."], report["comments"]!.AsArray().Select(comment => (string)comment!["content"]!));
        Assert.Equal(
            ["created", $"{support.Email} assigned", $"{colleague.Email} noted", $"{colleague.Email} resolved"],
            report.Actions());
        Assert.Equal(
            ["report.resolved", "report.noted", "report.assigned"], await shop.AuditedActionsAsync($"{id}", ct));
    }

    [Fact]
    public async Task The_second_of_two_who_resolve_a_report_learns_who_was_first()
    {
        var ct = TestContext.Current.CancellationToken;
        var both = new[] { await Customers.SupportAsync(shop, ct), await Customers.SupportAsync(shop, ct) };
        var id = await shop.ReportAsync(ct);

        string[] solutions = ["The first solution.", "The second solution."];
        var answers = await Task.WhenAll(both.Zip(solutions, (one, solution) =>
            one.Api.PostAsJsonAsync($"{Reports.Path}/{id}/resolve", new { solution_details = solution }, ct)));

        var first = Array.FindIndex(answers, answer => answer.IsSuccessStatusCode);
        var winner = both[first];
        var refused = answers.Single(answer => !answer.IsSuccessStatusCode);
        var problem = await refused.ProblemAsync(HttpStatusCode.Conflict, ct);
        Assert.StartsWith(
            $"The report is resolved, {winner.Email}, ", (string)problem["detail"]!, StringComparison.Ordinal);
        var report = await winner.Api.ReportOfAsync(id, ct);
        Assert.Equal(solutions[first], (string)report["solution_details"]!);
        Assert.Equal(["created", $"{winner.Email} resolved"], report.Actions());
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task An_edit_changes_what_it_names_and_a_replacement_everything()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.ReportAsync(ct, module: "carts");

        var edited = await support.Api.ChangeAsync(
            id, new { severity = "critical", title = "Итог", status = "confirmed", url = "https://shop.example" }, ct);
        Assert.Equal(
            ("critical", "Итог", "confirmed", "carts", "Пустая страница после нажатия."),
            (
                (string)edited["severity"]!, (string)edited["title"]!, (string)edited["status"]!,
                (string)edited["module"]!, (string)edited["description"]!));
        edited["description"] = "Пусто.";
        edited["url"] = null;
        using var response = await support.Api.PutAsJsonAsync($"{Reports.Path}/{id}", edited, ct);
        var replaced = await response.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Equal(
            ("critical", "confirmed", "Пусто.", null),
            (
                (string)replaced["severity"]!, (string)replaced["status"]!, (string)replaced["description"]!,
                (string?)replaced["url"]));
        // Nothing to change is not an event.
        await support.Api.ChangeAsync(id, new { severity = "critical", status = "confirmed" }, ct);

        Assert.Equal(
            ["created", $"{support.Email} moved", $"{support.Email} edited"],
            (await support.Api.ReportOfAsync(id, ct)).Actions());
    }

    [Fact]
    public async Task A_reopened_report_is_new_again_and_a_snoozed_one_can_be_woken()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.ReportAsync(ct);
        var resolved = await support.Api.DoAsync(id, "resolve", new { solution_details = "-", @in = "next" }, ct);
        Assert.Equal("next", (string)resolved["resolved_in"]!);
        await support.Api.DoAsync(id, "snooze", new { count = 5 }, ct, HttpStatusCode.Conflict);
        await support.Api.DoAsync(id, "assign", new { assigned_to = "me" }, ct, HttpStatusCode.Conflict);

        var reopened = await support.Api.ChangeAsync(id, new { status = "new" }, ct);
        Assert.NotNull(reopened["reopened_at"]);
        Assert.Null(reopened["resolved_at"]);
        Assert.Null(reopened["resolved_in"]);
        var until = TimeProvider.System.GetUtcNow().AddDays(1);
        var snoozed = await support.Api.DoAsync(id, "snooze", new { until, count = 5 }, ct);
        Assert.Equal(6, (int)snoozed["snoozed_until_count"]!);
        Assert.Equal(until, (DateTimeOffset)snoozed["snoozed_until"]!, TimeSpan.FromMilliseconds(1));
        var woken = await support.Api.DoAsync(id, "snooze", new { }, ct);
        Assert.Null(woken["snoozed_until"]);
        Assert.Null(woken["snoozed_until_count"]);
    }

    [Theory]
    [InlineData("assign", """{"assigned_to":" "}""", HttpStatusCode.BadRequest)]
    [InlineData("assign", """{"assigned_to":"nobody"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("assign", """{"assigned_to":5}""", HttpStatusCode.BadRequest)]
    [InlineData("resolve", """{}""", HttpStatusCode.BadRequest)]
    [InlineData("resolve", """{"solution_details":"a","in":"never"}""", HttpStatusCode.BadRequest)]
    [InlineData("add_comment", """{"content":""}""", HttpStatusCode.BadRequest)]
    [InlineData("merge", """{}""", HttpStatusCode.BadRequest)]
    [InlineData("merge", """{"into":"019b76da-abe8-711d-ab0d-549b6f03675a"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("unmerge", """{}""", HttpStatusCode.Conflict)]
    [InlineData("snooze", """{"count":0}""", HttpStatusCode.BadRequest)]
    [InlineData("snooze", """{"until":"2020-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    public async Task Nonsense_is_refused_and_changes_nothing(string action, string body, HttpStatusCode expected)
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.ReportAsync(ct);

        using var response = await support.Api.PostAsync(
            $"{Reports.Path}/{id}/{action}", new StringContent(body, null, "application/json"), ct);

        await response.ProblemAsync(expected, ct);
        Assert.Equal(["created"], (await support.Api.ReportOfAsync(id, ct)).Actions());
    }

    [Fact]
    public async Task A_customer_cannot_be_assigned_and_an_assignee_can_be_removed()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var customer = await Customers.RegisterAsync(shop, ct);
        var id = await shop.ReportAsync(ct);

        await support.Api.DoAsync(
            id, "assign", new { assigned_to = customer.Id }, ct, HttpStatusCode.UnprocessableEntity);
        await support.Api.DoAsync(id, "assign", new { assigned_to = support.Id }, ct);
        var unassigned = await support.Api.DoAsync(id, "assign", new { assigned_to = "none" }, ct);

        Assert.Null(unassigned["assigned_to"]);
        Assert.Equal("in_progress", (string)unassigned["status"]!);
    }

    [Fact]
    public async Task A_deleted_report_leaves_its_history_in_the_audit_trail()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var id = await shop.ReportAsync(ct, "Тайное имя");
        await support.Api.DoAsync(id, "resolve", new { solution_details = "Исправлено." }, ct);

        using var deleted = await support.Api.DeleteAsync($"{Reports.Path}/{id}", ct);

        Assert.Equal($"{id}", (string)(await deleted.AnswerAsync(HttpStatusCode.OK, ct))["id"]!);
        using var gone = await support.Api.GetAsync($"{Reports.Path}/{id}", ct);
        await gone.ProblemAsync(HttpStatusCode.NotFound, ct);
        var entry = (await shop.Admin.GetJsonAsync($"/api/staff/audit?subject={id}", ct))[0]!;
        Assert.Equal("report.deleted", (string)entry["action"]!);
        Assert.Equal(
            ["resolved", "created"],
            entry["detail"]!["history"]!.AsArray().Select(step => (string)step!["action"]!));
        Assert.DoesNotContain("Тайное имя", entry.ToJsonString(), StringComparison.Ordinal);
    }
}
