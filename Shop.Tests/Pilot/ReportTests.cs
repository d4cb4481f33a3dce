using System.Diagnostics;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Notifications;
using Shop.Pilot.Reports;
using Shop.Pilot.Requests;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Database;

namespace Shop.Tests.Pilot;

/// <summary>Each test plants its own numbers in a database of its own, and finds exactly these.</summary>
public class ReportTests(ShopFixture shop)
{
    // From 1 March, 21:00 UTC, to 8 March, 21:00 UTC.
    static readonly ReportPeriod Week = ReportPeriod.Containing(ReportKind.Weekly, new(2026, 3, 4));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_has_exactly_the_figures_of_its_week_and_of_the_week_before()
    {
        await using var database = await FreshAsync();
        await PlantAsync(database.Source);

        var figures = await FiguresOf(database.Source).OfReportAsync(Week, Ct);

        Assert.Equal(
            new PilotTotals(
                Errors: 13, Resolved: 1, Occurrences: 700, Messages: 2, Rating: 3, Requests: 200, FailedRequests: 12,
                figures.Now.P50, figures.Now.P95, figures.Now.P99, SlowRequests: 7, LostMeasurements: 0, Searches: 300,
                AddedToCart: 100, Checkouts: 40, Orders: 30, Payments: 20),
            figures.Now);
        // 110 of 200 requests took 100 ms, the others 4 s.
        Assert.Equal(100, figures.Now.P50, 2.0);
        Assert.Equal(4000, figures.Now.P95, 80.0);
        Assert.Equal((2, 0, 0), (figures.Before.Errors, figures.Before.Requests, figures.Before.Orders));
        Assert.Equal(1, figures.UnresolvedCritical);
        Assert.Equal([new("ui", 12), new("data", 1)], figures.ByCategory);
        Assert.Equal([new("medium", 12), new("critical", 1)], figures.BySeverity);
        Assert.Equal([new("cart", 12), new("none", 1)], figures.ByModule);
        Assert.Equal(
            [(Week.From, 12L), (Week.To.AddHours(-1), 1L)], figures.Trend.Select(count => (count.At, count.Count)));
        Assert.Equal("GET /api/products", PilotTexts.NameOf(Assert.Single(figures.Slowest)));
        var check = Assert.Single(figures.Health);
        Assert.Equal(("search", 0.5, 300), (check.Name, check.Share, check.MeanMs));
        Assert.Equal([HealthState.Good, HealthState.Bad], check.Spans.Select(span => span.State));
        Assert.Equal(
            [
                FindingKind.UnresolvedCritical, FindingKind.ErrorRate, FindingKind.SlowRequests,
                FindingKind.ManyInCategory, FindingKind.MoreErrors
            ],
            figures.Findings.Select(finding => finding.Kind));
        Assert.Equal(PilotState.Bad, figures.State);
    }

    [Fact]
    public async Task Workers_that_make_a_report_at_the_same_time_make_and_announce_one()
    {
        await using var database = await FreshAsync();
        var store = new ReportStore(database.Source, FiguresOf(database.Source));

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.MakeAsync(Week, Ct)));

        Assert.Single(made.Select(report => report.Id).Distinct());
        Assert.Equal(1, await database.Source.ScalarAsync<long>($"select count(*) from pilot.reports", Ct));
        Assert.Equal(
            1,
            await database.Source.ScalarAsync<long>(
                $"select count(*) from messaging.outbox where topic = {ReportMade.Topic}", Ct));
        // Later numbers do not change a report.
        await PlantAsync(database.Source);
        Assert.Equal(0, (await store.MakeAsync(Week, Ct)).Figures.Now.Errors);
    }

    [Fact]
    public async Task A_report_is_a_page_that_needs_no_other_file_and_a_table()
    {
        await using var database = await FreshAsync();
        await PlantAsync(database.Source);
        var report = await new ReportStore(database.Source, FiguresOf(database.Source)).MakeAsync(Week, Ct);

        var html = ReportHtml.Document(report, PilotTexts.English, "https://shop.example");
        var csv = Encoding.UTF8.GetString(ReportCsv.Of(report));

        var start = html.IndexOf("<main>", StringComparison.Ordinal);
        var end = html.IndexOf("</body>", StringComparison.Ordinal);
        var main = XElement.Parse(html[start..end]);
        Assert.Equal("Weekly report on the pilot: 02.03.2026 – 08.03.2026", main.Element("h1")!.Value);
        Assert.DoesNotContain(main.Descendants(), element => element.Name.LocalName is "script" or "link" or "img");
        Assert.All(
            main.Descendants("a"),
            link => Assert.StartsWith(
                "https://shop.example/staff/", (string)link.Attribute("href")!, StringComparison.Ordinal));
        // Whoever wrote the title wrote no HTML.
        Assert.Contains("<b>Корзина & оплата</b>", main.Descendants("td").Select(cell => cell.Value));
        Assert.True(main.Descendants("svg").Count() > 8);
        Assert.Contains("more than 10 new errors", main.Value, StringComparison.Ordinal);
        Assert.Contains("\r\ntotals,errors,13,2\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("\r\ncategory,ui,12,\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_mailed_once_to_each_address_of_the_team_however_often_its_message_comes()
    {
        await using var database = await FreshAsync();
        await PlantAsync(database.Source);
        var store = new ReportStore(database.Source, FiguresOf(database.Source));
        var report = await store.MakeAsync(Week, Ct);
        var sender = new RecordingSender();
        var options = Options.Create(new NotificationOptions { SiteAddress = new("https://shop.example") });
        var mails = new ReportMails(
            store,
            new(new(database.Source), [sender], [], options, NullLogger<NotificationDelivery>.Instance),
            Options.Create(new ReportOptions { Recipients = ["a@example.com", "b@example.com"] }),
            options);

        var message = Guid.CreateVersion7();
        await mails.SendAsync(report.Id, message, 1, Ct);
        await mails.SendAsync(report.Id, message, 2, Ct);

        Assert.Equal(["a@example.com", "b@example.com"], sender.Sent.Select(mail => mail.To));
        var mail = sender.Sent[0];
        Assert.Equal("Отчёт о пилоте за неделю: 02.03.2026 – 08.03.2026. Плохо", mail.Subject);
        Assert.Contains("Новые ошибки: 13 (было: 2, +550\u00A0%)", mail.Text, StringComparison.Ordinal);
        Assert.Contains("████████████████████ интерфейс: 12", mail.Text, StringComparison.Ordinal);
        var main = XElement.Parse(BodyOf(mail.Html));
        Assert.Contains(
            main.Descendants("a"),
            link => (string)link.Attribute("href")! == $"https://shop.example/staff/pilot/reports/{report.Id}");
        Assert.DoesNotContain(
            main.DescendantsAndSelf(), element => element.Name.LocalName is "svg" or "script" or "style" or "img");
        // The bar of twelve reports is as long as it can be, that of one has an eleventh of it.
        Assert.Equal("100%", WidthOf(main, "интерфейс"));
        Assert.Equal("8%", WidthOf(main, "данные"));
        Assert.Contains("<b>Корзина & оплата</b>", main.Descendants("a").Select(link => link.Value));
        // Seven days, of which two had new errors.
        Assert.Equal("100%", WidthOf(main, "2 мар"));
        Assert.Equal("100%", WidthOf(main, "3 мар"));
        Assert.Equal("8%", WidthOf(main, "8 мар"));
    }

    [Fact]
    public async Task The_mail_of_a_day_has_its_hours()
    {
        await using var database = await FreshAsync();
        await PlantAsync(database.Source);
        var day = ReportPeriod.Containing(ReportKind.Daily, Week.FirstDay);
        var report = await new ReportStore(database.Source, FiguresOf(database.Source)).MakeAsync(day, Ct);

        var main = XElement.Parse(BodyOf(
            new ReportMailHtml(report, PilotTexts.English, "https://shop.example").Document()));

        Assert.Contains("Daily report on the pilot: 02.03.2026", main.Value, StringComparison.Ordinal);
        Assert.Equal("100%", WidthOf(main, "00:00"));
        Assert.Equal("100%", WidthOf(main, "user interface"));
        Assert.Equal("100%", WidthOf(main, "GET /api/products"));
        Assert.Equal("33%", WidthOf(main, "Added to cart"));
    }

    static string BodyOf(string html)
    {
        var start = html.IndexOf("<body", StringComparison.Ordinal);
        var end = html.IndexOf("</html>", StringComparison.Ordinal);
        return html[start..end];
    }

    // Of the bar in the first row with this name.
    static string? WidthOf(XElement main, string name) => (string?)main.Descendants("tr")
        .Where(row => row.Elements("th").Any(heading => heading.Value.Trim() == name))
        .SelectMany(row => row.Elements("td").First().Descendants("td"))
        .First().Attribute("width");

    [Fact]
    public async Task A_page_of_figures_takes_three_connections_at_most()
    {
        await using var database = await FreshAsync();
        await PlantAsync(database.Source);

        await FiguresOf(database.Source).OfReportAsync(Week, Ct);

        // Those that were opened are still in the pool.
        Assert.InRange(
            await database.Source.ScalarAsync<long>(
                $"select count(*) from pg_stat_activity where datname = current_database()", Ct),
            1,
            3);
    }

    sealed class RecordingSender : IEmailSender
    {
        public List<EmailMessage> Sent { get; } = [];

        public string Name => "smtp";

        public Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
        {
            Sent.Add(message);
            return Task.FromResult<string?>(null);
        }
    }

    [Fact]
    public async Task Support_lists_reports_and_gets_one_as_JSON_HTML_or_CSV()
    {
        var id = Guid.CreateVersion7();
        await using var database = await FreshAsync();
        var source = await new ReportStore(database.Source, FiguresOf(database.Source)).MakeAsync(Week, Ct);
        var json = System.Text.Json.JsonSerializer.Serialize(source.Figures, ReportsJson.Default.PilotFigures);
        await shop.Database.ExecuteAsync(
            $"""
            insert into pilot.reports (id, kind, first_day, last_day, state, figures)
            values ({id}, 'weekly', {Week.FirstDay}, {Week.LastDay}, 'good', {json}::json)
            """, Ct);
        var support = (await Customers.SupportAsync(shop, Ct)).Api;

        var list = await support.GetJsonAsync("/api/reports?kind=weekly&limit=100", Ct);
        Assert.Contains(list.AsArray(), report => (Guid)report!["id"]! == id && (string)report["state"]! == "good");
        foreach (var (accept, type, contains) in new[]
        {
            ("*/*", "application/json", "\"kind\":\"weekly\""),
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", "<h1>Отчёт о пилоте за неделю: 02.03.2026"),
            ("text/csv", "text/csv", "report,kind,weekly,")
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/reports/{id}");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await support.SendAsync(request, Ct);
            Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
            Assert.Contains(contains, await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        using var missing = await support.GetAsync($"/api/reports/{Guid.CreateVersion7()}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var wrong = await support.GetAsync("/api/reports?kind=yearly", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        foreach (var period in EnumNames.All<DashboardPeriod>())
        {
            var figures = await support.GetJsonAsync($"/api/pilot/overview?period={period}", Ct);
            Assert.Contains((string)figures["state"]!, EnumNames.All<PilotState>());
        }
    }

    [Fact]
    public async Task The_command_makes_the_report_of_a_day_and_writes_three_files()
    {
        var folder = Directory.CreateTempSubdirectory("report").FullName;

        var (code, output) = await RunAsync(
            "daily", "--date", "2026-02-10", "--to", folder, "--site", "https://shop.example/");
        Assert.Equal((0, ""), (code, code == 0 ? "" : output));
        Assert.Contains("Отчёт о пилоте за день: 10.02.2026", output, StringComparison.Ordinal);
        Assert.Equal(
            ["pilot-daily-2026-02-10.csv", "pilot-daily-2026-02-10.html", "pilot-daily-2026-02-10.json"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Contains(
            "href=\"https://shop.example/staff/",
            await File.ReadAllTextAsync(Path.Combine(folder, "pilot-daily-2026-02-10.html"), Ct),
            StringComparison.Ordinal);
        Assert.Equal(1, await shop.Database.ScalarAsync<long>(
            $"select count(*) from pilot.reports where kind = 'daily' and first_day = '2026-02-10'", Ct));

        Assert.Equal(2, (await RunAsync("monthly")).Code);
        Assert.Equal(2, (await RunAsync("daily", "--date", "yesterday")).Code);
        Assert.Equal(1, (await RunAsync("weekly", "--date", "2999-01-01")).Code);
        Directory.Delete(folder, recursive: true);
    }

    async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Repository.AssemblyOf("Shop.Worker"), "report", .. args])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            Environment =
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
                [$"ConnectionStrings__{ShopDatabase.Name}"] = await shop.ConnectionStringAsync(ShopDatabase.Name)
            }
        };
        using var command = Process.Start(start)!;
        var output = await command.StandardOutput.ReadToEndAsync(Ct);
        await command.WaitForExitAsync(Ct);
        return (command.ExitCode, output);
    }

    async Task<FreshDatabase> FreshAsync()
    {
        var database = await FreshDatabase.CreateAsync(shop, Ct);
        await database.MigrateAsync(Ct);
        return database;
    }

    static FiguresStore FiguresOf(NpgsqlDataSource database) => new(
        database, new(database), new(database), Options.Create(new LimitOptions()), TimeProvider.System);

    static async Task PlantAsync(NpgsqlDataSource database)
    {
        var (from, to) = (Week.From.UtcDateTime, Week.To.UtcDateTime);
        await ReportAsync(12, "ui", "medium", "cart", from);
        await ReportAsync(1, "data", "critical", null, to.AddMinutes(-1));
        await ReportAsync(2, "ui", "low", "cart", from.AddHours(-1));
        await ReportAsync(1, "ui", "low", "cart", to);
        await database.ExecuteAsync(
            $"""
            update pilot.error_reports set status = 'resolved', resolved_at = {from.AddDays(1)}
            where id = (select id from pilot.error_reports where created_at = {from} limit 1)
            """, Ct);
        await database.ExecuteAsync(
            $"""
            insert into pilot.report_hours (report_id, hour, count)
            select id, h.hour, 700 from (select id from pilot.error_reports limit 1) r, (values ({from}), ({to})) h (hour)
            """, Ct);
        await database.ExecuteAsync(
            $"""
            insert into pilot.feedback (id, message, rating, created_at)
            values (gen_random_uuid(), 'Хорошо', 5, {from}), (gen_random_uuid(), 'Плохо', 1, {from}), (gen_random_uuid(), 'Да', 5, {to})
            """, Ct);
        await database.ExecuteAsync(
            $"""
            insert into pilot.request_routes (source, method, route) values ('api', '', ''), ('api', 'GET', '/api/products')
            """, Ct);
        await RequestsAsync(200, 110, 100_000);
        await RequestsAsync(200, 78, 4_000_000);
        await RequestsAsync(500, 12, 4_000_000);
        await database.ExecuteAsync(
            $"""
            insert into pilot.user_actions (day, source, action, count)
            select {Week.FirstDay}, 'api', a.action, a.count
            from (values ('search', 300), ('add_to_cart', 100), ('checkout', 40), ('order', 30)) a (action, count)
            """, Ct);
        await database.ExecuteAsync($"insert into analytics.days values ({Week.FirstDay}, 1, 1, 1, 20, 1)", Ct);
        await database.ExecuteAsync(
            $"""
            insert into pilot.health_hours
            values ('search', {from}, 1, 0, 0, 200, 200), ('search', {from.AddDays(3)}, 0, 1, 0, 400, 400)
            """, Ct);

        Task ReportAsync(
            int count, string category, string severity, string? module, DateTime at) => database.ExecuteAsync(
            $"""
            insert into pilot.error_reports (id, title, description, category, severity, module, created_at, first_seen, last_seen)
            select gen_random_uuid(), '<b>Корзина & оплата</b>', '', {category}, {severity}, {module}, {at}, {at}, {at}
            from generate_series(1, {count})
            """, Ct);

        // An hour of the week, in the sums of all requests and in those of the route.
        async Task RequestsAsync(short status, long count, int microseconds)
        {
            var histogram = new Histogram();
            for (var i = 0; i < count; i++)
                histogram.Add(microseconds);
            await database.ExecuteAsync(
                $"""
                insert into pilot.request_intervals (minutes, at, route_id, status, writer, count, slow, chatty, lost, duration_us,
                    longest_us, statements, most_statements, sql_us, histogram)
                select m.minutes, m.at, r.id, {status}, {microseconds % 7}, {count}, {(status == 500 ? 7 : 0)}, 0, 0,
                    {count * microseconds}, {microseconds}, {count}, 1, 0, {histogram.ToBytes()}
                from pilot.request_routes r,
                    (values (60::smallint, {from.AddHours(5)}), (1440::smallint, {from.AddHours(3)})) m (minutes, at)
                """, Ct);
        }
    }
}
