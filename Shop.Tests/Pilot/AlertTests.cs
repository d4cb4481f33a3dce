using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Database;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Pilot.Alerts;
using Shop.Pilot.Errors;
using Shop.Tests.Database;
using Shop.Tests.Notifications;

namespace Shop.Tests.Pilot;

public sealed class AlertTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    static readonly string[] Team = ["team@example.com"];

    // Before the hour of the digest in Moscow.
    static readonly DateTimeOffset Night = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(1);

    [Fact]
    public async Task A_new_error_is_mailed_at_once_with_the_reason_the_report_the_trace_and_how_to_silence_it()
    {
        await using var database = await MigratedAsync();
        var report = await ReportAsync(database, "Оплата не прошла", severity: "critical", trace: new('a', 32));
        await NoteAsync(database, report, ErrorChange.Created);

        await Rounds(database).RunAsync(_ct);

        var mail = Assert.Single(await MailsAsync(database));
        Assert.Equal("[Pilot] Критическая ошибка: Оплата не прошла", mail.Subject);
        Assert.Equal($"/staff/errors/{report}", mail.Path);
        Assert.Contains("Почему: ошибка новая и критическая.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://dashboard.example/traces/detail/aaaa", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"https://shop.example/staff/errors/{report}#snooze", mail.Text, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(database, $"select count(*) from messaging.outbox"));
    }

    [Fact]
    public async Task A_storm_of_one_error_is_at_most_three_mails()
    {
        await using var database = await MigratedAsync();
        var report = await ReportAsync(database, "Storm", firstSeen: "3 days");
        await CountHourAsync(database, report, "1 hour", 10);
        var rounds = Rounds(database);
        await NoteAsync(database, report, ErrorChange.Created);
        await rounds.RunAsync(_ct);

        foreach (var step in Enumerable.Range(1, 10))
        {
            await CountHourAsync(database, report, "0 hours", 10_000 * step);
            await NoteAsync(database, report, step % 2 == 0 ? ErrorChange.Created : ErrorChange.Reopened);
            await rounds.RunAsync(_ct);
        }

        Assert.Equal(
            ["Всплеск ошибки", "Новая ошибка", "Ошибка вернулась"],
            (await MailsAsync(database)).Select(mail => mail.Subject["[Pilot] ".Length..].Split(':')[0]).Order());
    }

    [Fact]
    public async Task A_spike_is_more_than_so_many_times_the_usual_of_an_error_that_is_not_new()
    {
        await using var database = await MigratedAsync();
        var busy = await ReportAsync(database, "Busy", firstSeen: "10 days");
        var quiet = await ReportAsync(database, "Quiet", firstSeen: "10 days");
        var rare = await ReportAsync(database, "Rare", firstSeen: "10 days");
        var fresh = await ReportAsync(database, "Fresh", firstSeen: "0 days");
        foreach (var day in Enumerable.Range(1, 7))
            await CountHourAsync(database, busy, $"{day} days", 100);
        await CountHourAsync(database, quiet, "1 day", 7);
        await CountHourAsync(database, busy, "0 hours", 400);
        await CountHourAsync(database, quiet, "0 hours", 30);
        await CountHourAsync(database, rare, "0 hours", 19);
        await CountHourAsync(database, fresh, "0 hours", 1000);

        await Rounds(database).RunAsync(_ct);

        var mail = Assert.Single(await MailsAsync(database));
        Assert.Equal("[Pilot] Всплеск ошибки: Quiet", mail.Subject);
        Assert.Contains("Почему: случаев за этот час: 30, обычно: 1.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_hour_has_no_more_than_its_mails_and_the_last_one_is_a_summary_with_the_critical_first()
    {
        await using var database = await MigratedAsync();
        var rounds = Rounds(database, new() { To = Team, MostPerHour = 3 });
        foreach (var number in Enumerable.Range(1, 30))
            await NoteAsync(database, await ReportAsync(database, $"Error {number}"), ErrorChange.Created);
        await NoteAsync(database, await ReportAsync(database, "The worst", severity: "critical"), ErrorChange.Created);

        await rounds.RunAsync(_ct);
        await NoteAsync(database, await ReportAsync(database, "The last"), ErrorChange.Created);
        await rounds.RunAsync(_ct);

        var mails = await MailsAsync(database);
        Assert.Equal(
            [
                "[Pilot] Критическая ошибка: The worst", "[Pilot] Новая ошибка: Error 1",
                "[Pilot] Ещё предупреждений: 29"
            ],
            mails.Select(mail => mail.Subject));
        Assert.Contains("и ещё 9", mails[2].Text, StringComparison.Ordinal);

        await database.Source.ExecuteAsync(
            $"update pilot.alert_mails set created_at = created_at - interval '1 hour'", _ct);
        await rounds.RunAsync(_ct);
        Assert.Equal("[Pilot] Новая ошибка: The last", (await MailsAsync(database))[^1].Subject);
    }

    [Fact]
    public async Task Workers_that_decide_at_the_same_time_mail_nothing_twice()
    {
        await using var database = await MigratedAsync();
        foreach (var number in Enumerable.Range(1, 4))
            await NoteAsync(database, await ReportAsync(database, $"Error {number}"), ErrorChange.Created);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Rounds(database).RunAsync(_ct)));

        Assert.Equal(4, (await MailsAsync(database)).Count);
        Assert.Equal(4, await CountAsync(database, $"select count(*) from messaging.outbox"));
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_one_alert()
    {
        await using var database = await MigratedAsync();
        var report = await ReportAsync(database, "Twice", severity: "low");
        var id = Guid.CreateVersion7();

        await NoteAsync(database, report, ErrorChange.Unsnoozed, id);
        await database.Source.ExecuteAsync($"update pilot.alerts set created_at = now() - interval '2 hours'", _ct);
        await NoteAsync(database, report, ErrorChange.Unsnoozed, id);

        Assert.Equal(1, await CountAsync(database, $"select count(*) from pilot.alerts"));
    }

    [Fact]
    public async Task Nobody_hears_of_what_is_snoozed_given_up_or_part_of_another_report()
    {
        await using var database = await MigratedAsync();
        var other = await ReportAsync(database, "Other");
        Guid[] silent =
        [
            await ReportAsync(database, "Until", set: Sql.Of($"snoozed_until = now() + interval '1 day'")),
            await ReportAsync(database, "Count", set: Sql.Of($"snoozed_until_count = 100")),
            await ReportAsync(database, "Given up", set: Sql.Of($"status = 'wont_fix'")),
            await ReportAsync(database, "Merged", set: Sql.Of($"merged_into = {other}"))
        ];
        var rounds = Rounds(database);
        var later = await ReportAsync(database, "Later");
        foreach (var report in silent.Append(later))
            await NoteAsync(database, report, ErrorChange.Created);
        await database.Source.ExecuteAsync(
            $"update pilot.error_reports set snoozed_until = now() + interval '1 day' where id = {later}", _ct);

        await rounds.RunAsync(_ct);

        Assert.Empty(await MailsAsync(database));
    }

    [Fact]
    public async Task The_rest_is_in_the_digest_of_the_day_which_comes_once()
    {
        await using var database = await MigratedAsync();
        var time = new FakeTimeProvider(Night);
        var low = await ReportAsync(database, "Small thing", severity: "low");
        await CountHourAsync(database, low, "0 hours", 12);
        await NoteAsync(database, low, ErrorChange.Created);
        await Rounds(database, time: time).RunAsync(_ct);
        Assert.Empty(await MailsAsync(database));

        time.Advance(TimeSpan.FromHours(6));
        await Rounds(database, time: time).RunAsync(_ct);
        await Rounds(database, time: time).RunAsync(_ct);

        var mail = Assert.Single(await MailsAsync(database));
        Assert.Equal($"[Pilot] Сводка за {time.GetUtcNow():dd.MM.yyyy}", mail.Subject);
        Assert.Contains("Случаев: 12, разных ошибок: 1", mail.Text, StringComparison.Ordinal);
        Assert.Contains("12 × Small thing", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Несрочное:\n— Новая ошибка: Small thing", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_with_the_same_id_is_written_once_and_none_is_without_addresses()
    {
        await using var database = await MigratedAsync();
        var (mails, id) = (new AlertMail(database.Source), Guid.CreateVersion7());

        await mails.SendAsync(id, "Checks failed", "The main page answers 500.", "/staff/pilot", _ct);
        await mails.SendAsync(id, "Checks failed", "The main page answers 500.", "/staff/pilot", _ct);
        await NoteAsync(database, await ReportAsync(database, "Unheard"), ErrorChange.Created);
        await Rounds(database, new()).RunAsync(_ct);

        Assert.Single(await MailsAsync(database));
        Assert.Equal(1, await CountAsync(database, $"select count(*) from messaging.outbox"));
    }

    [Fact]
    public async Task The_team_gets_the_mail_once()
    {
        var report = Guid.CreateVersion7();
        var title = $"Graph {report:N}";
        var message = new ErrorChanged(report, ErrorChange.Created);
        await shop.Database.ExecuteAsync(
            $"""
            with report as (
                insert into pilot.error_reports (id, title, description, category, severity, source)
                values ({report}, {title}, '', 'data', 'critical', 'host')
            )
            {Outbox.Insert(message)}
            """, _ct);
        var inbox = new Inbox(shop, "team@example.com");

        var mail = await inbox.MailAsync($"[Pilot] Критическая ошибка: {title}", _ct);

        Assert.Contains($"/staff/errors/{report}", (string)mail["text"]!, StringComparison.Ordinal);
        Assert.Contains($"/staff/errors/{report}\"", (string)mail["html"]!, StringComparison.Ordinal);
        Assert.Single(
            await inbox.MailsAsync(_ct),
            other => ((string)other["subject"]!).Contains(title, StringComparison.Ordinal));
    }

    static AlertRounds Rounds(FreshDatabase database, AlertOptions? options = null, TimeProvider? time = null)
    {
        options ??= new() { To = Team };
        options.DashboardAddress = new("https://dashboard.example");
        var texts = new AlertTexts(
            Options.Create(options),
            Options.Create(new NotificationOptions { SiteAddress = new("https://shop.example") }));
        return new(database.Source, Options.Create(options), texts, time ?? new FakeTimeProvider(Night));
    }

    async Task<FreshDatabase> MigratedAsync()
    {
        var database = await FreshDatabase.CreateAsync(shop, _ct);
        await database.MigrateAsync(_ct);
        // Migrations write no messages, but a seed may.
        await database.Source.ExecuteAsync($"delete from messaging.outbox", _ct);
        return database;
    }

    async Task<Guid> ReportAsync(
        FreshDatabase database,
        string title,
        string severity = "high",
        string? trace = null,
        string firstSeen = "0 days",
        Sql? set = null)
    {
        var id = Guid.CreateVersion7();
        await database.Source.ExecuteAsync(
            $"""
            insert into pilot.error_reports (id, title, description, category, severity, source, trace_id, first_seen, count)
            values ({id}, {title}, '', 'functionality', {severity}, 'host', {trace}, now() - {firstSeen}::interval, 1)
            """, _ct);
        if (set is not null)
            await database.Source.ExecuteAsync($"update pilot.error_reports set {set} where id = {id}", _ct);
        return id;
    }

    Task<int> CountHourAsync(FreshDatabase database, Guid report, string ago, long count) =>
        database.Source.ExecuteAsync(
            $"""
            insert into pilot.report_hours (report_id, hour, count)
            values ({report}, date_trunc('hour', now()) - {ago}::interval, {count})
            on conflict (report_id, hour) do update set count = excluded.count
            """, _ct);

    Task NoteAsync(FreshDatabase database, Guid report, ErrorChange change, Guid? id = null)
    {
        var context = new MessageContext(id ?? Guid.CreateVersion7(), 1, "test", database.Source);
        return context.ExecuteOnceAsync(AlertRounds.Note(new(report, change), context.First), _ct);
    }

    Task<List<WrittenMail>> MailsAsync(FreshDatabase database) => database.Source.QueryAsync<WrittenMail>(
        $"select id, subject, text, path from pilot.alert_mails order by id", _ct);

    Task<long> CountAsync(FreshDatabase database, Sql sql) => database.Source.ScalarAsync<long>(sql, _ct);
}
