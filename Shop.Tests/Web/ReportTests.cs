using System.Net;
using System.Text.RegularExpressions;
using Shop.Database;

namespace Shop.Tests.Web;

public class ReportTests(ShopFixture shop)
{
    const string Edge =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
        + " Safari/537.36 Edg/141.0.0.0";
    const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_guests_report_includes_page_browser_and_operating_system()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = new Visitor(shop) { Address = "198.51.100.101", UserAgent = Edge };
        var title = $"Фильтр {Guid.CreateVersion7()}";
        var catalog = await visitor.VisitAsync("/catalog?category=books&page=2", ct);

        var form = await visitor.VisitAsync(ReportLinkOf(catalog), ct);
        Assert.True(
            form.Has("<dd>/catalog?category=books&page=2</dd>")
                && form.Has("<dd>Edge 141</dd>")
                && form.Has("<dd>Windows</dd>"),
            form.Text);
        var sent = await visitor.SubmitAsync(
            form,
            "value=\"report\"",
            ct,
            ("Form.Title", title),
            ("Form.Actual", "Не сбрасывается."),
            ("Form.Expected", "Все книги."),
            ("Form.Module", "catalog"),
            ("Form.Category", "ui"),
            ("Form.Severity", "low"),
            ("Form.Email", "anna@example.com"));

        Assert.True(
            sent.Has("Спасибо, мы уже разбираемся") && sent.Has("href=\"/catalog?category=books&page=2\""),
            sent.Text);
        var id = Guid.Parse(Regex.Match(sent.Html, "<code class=\"reference\">([^<]*)<").Groups[1].Value);
        Assert.Equal(
            $"new ui low {title} Не сбрасывается. Все книги. catalog /catalog?category=books&page=2"
                + $" Edge 141 Windows {Edge} anna@example.com",
            await KeptAsync(id, ct));
    }

    [Fact]
    public async Task A_customers_report_has_their_account_and_the_error_reference()
    {
        var ct = TestContext.Current.CancellationToken;
        using var shopper = await Shopper.CreateAsync(shop, ct);
        await shopper.RegisterAsync(ct);

        var text = $"Номер виден, заказ {Guid.CreateVersion7()} нет.";
        var form = await shopper.Browser.VisitAsync($"/report?from=/orders&reference={TraceId}", ct);
        Assert.DoesNotContain("name=\"Form.Email\"", form.Html, StringComparison.Ordinal);
        await shopper.Browser.SubmitAsync(
            form,
            "value=\"report\"",
            ct,
            ("Form.Title", "Номер"),
            ("Form.Actual", text));

        Assert.Equal(
            TraceId,
            await shop.Database.ScalarAsync<string>(
                $"""
                select r.trace_id from pilot.error_reports r join accounts.users u on u.id = r.reporter_id
                where r.description = {text} and r.user_email = u.email
                """,
                ct));
    }

    [Fact]
    public async Task Errors_appear_at_their_fields_and_the_input_is_kept()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = new Visitor(shop) { Address = "198.51.100.102" };
        var form = await visitor.VisitAsync("/report?from=/cart", ct);

        var wrong = await visitor.SubmitAsync(
            form,
            "value=\"report\"",
            ct,
            ("Form.Title", "Так"),
            ("Form.Actual", ""),
            ("Form.Expected", "Чтобы <сработало>"),
            ("Form.Reference", "</input>"),
            ("Form.Severity", "high"));

        Assert.Contains("id=\"f-form-actual-problem\" class=\"problem\"", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"f-form-reference-problem\" class=\"problem\"", wrong.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("f-form-title-problem", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Так\"", wrong.Text, StringComparison.Ordinal);
        Assert.Matches("<option value=\"high\" selected", wrong.Html);
        Assert.Contains(">Чтобы <сработало></textarea>", wrong.Text, StringComparison.Ordinal);
        Assert.True(wrong.Has("<dd>/cart</dd>"));
    }

    [Theory]
    [InlineData("/catalog?search=чай", "catalog")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead", "orders")]
    [InlineData("/orders/019b76da-0000-7000-8000-00000000dead/pay?payment=1", "payments")]
    [InlineData("/reset-password", "accounts")]
    [InlineData("/", "")]
    public async Task The_module_is_guessed_from_the_page(string from, string module)
    {
        using var visitor = new Visitor(shop);

        var form = await visitor.VisitAsync(
            $"/report?from={Uri.EscapeDataString(from)}", TestContext.Current.CancellationToken);

        var options = Regex.Match(form.Html, "name=\"Form.Module\">(.*?)</select>", RegexOptions.Singleline).Value;
        Assert.Equal(module, Regex.Match(options, "value=\"([^\"]*)\" selected").Groups[1].Value);
    }

    [Fact]
    public async Task A_program_that_fills_in_the_hidden_field_is_thanked_and_nothing_is_stored()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = new Visitor(shop) { Address = "198.51.100.104" };
        var text = $"Buy now {Guid.CreateVersion7()}";
        var form = await visitor.VisitAsync("/report?from=/cart", ct);

        var thanks = await visitor.SubmitAsync(
            form,
            "value=\"report\"",
            ct,
            ("Form.Title", text),
            ("Form.Actual", text),
            ("Form.Website", "https://spam.example"));
        var told = await visitor.SubmitAsync(
            form, "value=\"feedback\"", ct, ("Message", text), ("Website", "https://spam.example"));

        Assert.True(thanks.Has("Спасибо, мы уже разбираемся"), thanks.Text);
        Assert.Equal("Спасибо! Мы читаем все отзывы.", told.Notice);
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"""
                select (select count(*) from pilot.error_reports where title = {text})
                    + (select count(*) from pilot.feedback where message = {text})
                """,
                ct));
    }

    [Fact]
    public async Task Feedback_is_sent_and_returns_to_the_page()
    {
        var ct = TestContext.Current.CancellationToken;
        using var visitor = new Visitor(shop) { Address = "198.51.100.103" };
        var message = $"Хорошо {Guid.CreateVersion7()}";

        var back = await visitor.SubmitAsync(
            await visitor.VisitAsync("/report?from=/cart", ct),
            "value=\"feedback\"",
            ct,
            ("Message", message),
            ("Rating", "4"));

        Assert.Equal(("/cart", "Спасибо! Мы читаем все отзывы."), (back.Path, back.Notice));
        Assert.Equal(
            "4 /cart",
            await shop.Database.ScalarAsync<string>(
                $"select rating || ' ' || page from pilot.feedback where message = {message}",
                ct));
    }

    [Theory]
    [InlineData("/reset-password?token=secret&lang=ru", "/report?from=%2Freset-password%3Flang%3Dru")]
    [InlineData("/no/such/page?a=1", "/report?from=%2Fno%2Fsuch%2Fpage%3Fa%3D1")]
    [InlineData("/report?from=%2Fcart", "/report?from=%2Fcart")]
    public async Task The_report_link_names_the_page_without_secrets(string path, string link)
    {
        using var visitor = new Visitor(shop);

        Assert.Equal(link, ReportLinkOf(await visitor.VisitAsync(path, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    public async Task The_return_link_never_leads_to_another_site(string from)
    {
        using var visitor = new Visitor(shop);

        var page = await visitor.VisitAsync(
            $"/report?sent={Guid.CreateVersion7()}&from={Uri.EscapeDataString(from)}",
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotMatch(
            "href=\"[^\"]*evil[^\"]*\"[^>]*class=\"button\"|class=\"button\" href=\"[^\"]*evil",
            page.Html);
    }

    static string ReportLinkOf(Page page) =>
        WebUtility.HtmlDecode(Regex.Match(page.Html, "<footer class=\"site\">.*?href=\"([^\"]*)\"").Groups[1].Value);

    async Task<string?> KeptAsync(Guid id, CancellationToken ct) =>
        await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', status, category, severity, title, actual_behavior, expected_behavior, module,
                regexp_replace(url, '^https?://[^/]*', ''),
                browser, operating_system, user_agent, user_email)
            from pilot.error_reports where id = {id} and reporter_id is null
            """,
            ct);
}
