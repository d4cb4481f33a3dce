using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Integration;
using Shop.Tests.Notifications;

namespace Shop.Tests.Pilot;

public class ErrorMailTests(ShopFixture shop)
{
    const string Solved = "Проблема, о которой вы сообщили, решена";

    [Fact]
    [Integration("pilot", "notifications")]
    public async Task An_assignee_gets_a_mail_with_the_comment_and_a_link()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var colleague = await Customers.SupportAsync(shop, ct);
        var id = await shop.ReportAsync(ct, "Итог не тот");

        await support.Api.DoAsync(id, "assign", new { assigned_to = colleague.Id, comment = "Глянь." }, ct);

        var mail = await new Inbox(shop, colleague.Email).MailAsync("Вам поручена ошибка: Итог не тот", ct);
        Assert.Contains("Комментарий: Глянь.", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains($"/staff/errors/{id}", (string)mail["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    [Integration("pilot", "smtp")]
    public async Task A_reporter_with_an_account_gets_the_solution_in_the_language_of_the_report()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (russian, english) = (await Customers.RegisterAsync(shop, ct), await Customers.RegisterAsync(shop, ct));
        var first = await shop.ReportAsync(ct, "Итог", "Не тот.", reporter: russian.Api);
        var second = await shop.ReportAsync(ct, "Total", "It is wrong.", reporter: english.Api);

        await support.Api.DoAsync(first, "resolve", new { solution_details = "Пересчитали." }, ct);
        await support.Api.DoAsync(second, "resolve", new { solution_details = "Recounted.", @in = "next" }, ct);

        var mail = await new Inbox(shop, russian.Email).MailAsync(Solved, ct);
        Assert.Contains("Здравствуйте, Анна!", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains(": Итог. Проблема решена.\nПересчитали.", (string)mail["text"]!, StringComparison.Ordinal);
        var other = await new Inbox(shop, english.Email).MailAsync(
            "The problem that you reported will soon be solved", ct);
        Assert.Contains(
            "with the next update of the shop.\nRecounted.", (string)other["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reporters_of_merged_reports_get_one_mail_each_without_what_strangers_typed()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (one, other) = (Customers.NewEmail(), Customers.NewEmail());
        var root = await shop.ReportAsync(ct, "Реклама казино", email: one);
        foreach (var email in (string[])[one, other])
        {
            var id = await shop.ReportAsync(ct, "Реклама казино", email: email);
            await support.Api.DoAsync(id, "merge", new { into = root }, ct);
        }

        await support.Api.DoAsync(root, "resolve", new { solution_details = "Готово." }, ct);

        foreach (var email in (string[])[one, other])
        {
            var mail = await new Inbox(shop, email).MailAsync(Solved, ct);
            Assert.DoesNotContain("казино", (string)mail["text"]!, StringComparison.Ordinal);
        }
        Assert.Equal(2, await shop.Database.ScalarAsync<long>(
            $"select count(*) from notifications.messages where recipient = any({new[] { one, other }})", ct));
    }

    [Theory]
    [InlineData("Корзина не открывается в Firefox 143 on Linux", "ru")]
    [InlineData("The cart does not open", "en")]
    [InlineData("500 !!!", null)]
    public void The_language_of_a_report_is_that_of_its_letters(string text, string? language) =>
        Assert.Equal(language, ErrorMails.LanguageOf(text));

    [Fact]
    public async Task Who_deletes_the_account_leaves_no_trace_in_reports_and_comments()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var reporter = await Customers.RegisterAsync(shop, ct);
        var id = await shop.ReportAsync(ct, reporter: reporter.Api);
        await support.Api.DoAsync(id, "assign", new { assigned_to = "me", comment = "Моя." }, ct);

        foreach (var leaver in (Customer[])[reporter, support])
        {
            using var deleted = await leaver.Api.PostAsJsonAsync(
                "/api/users/delete", new { password = Customers.Password }, ct);
            await deleted.AnswerAsync(HttpStatusCode.OK, ct);
        }

        var report = await shop.Admin.ReportOfAsync(id, ct);
        foreach (var trace in (string[])[reporter.Email, $"{reporter.Id}", support.Email])
            Assert.DoesNotContain(trace, report.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("Моя.", (string)report["comments"]![0]!["content"]!);
        Assert.Null(report["assigned_to"]);
    }
}
