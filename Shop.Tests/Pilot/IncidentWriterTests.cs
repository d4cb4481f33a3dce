using Npgsql;
using Shop.Database;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Tests.Database;

namespace Shop.Tests.Pilot;

public class IncidentWriterTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Equal_errors_are_one_report_that_counts_all_and_keeps_a_few_with_details()
    {
        await using var database = await MigratedAsync();
        var writer = new IncidentWriter(database.Source);
        var user = Guid.CreateVersion7();
        var first = Incidents.Of("StormException", "Order 1", "1.0") with { User = user, TraceId = new('a', 32) };

        await writer.WriteAsync(first, _ct);
        await Task.WhenAll(Enumerable.Range(0, 999).Select(i => writer.WriteAsync(
            Incidents.Of("StormException", "Order 2", "1.1") with { User = i % 2 == 0 ? user : null }, _ct)));
        await writer.WriteAsync(first, _ct);

        Assert.Equal(
            "1000 1 1.0 1.1 sdk orders functionality high new",
            await RowAsync(database.Source, $"""
                concat_ws(' ', count, users, first_release, last_release, source, module, category, severity, status)
                """));
        Assert.Equal("1000", await TextAsync(database, $"select sum(count)::text from pilot.report_hours"));
        Assert.Equal("1.0:1 1.1:999", await TextAsync(
            database, $"select string_agg(release || ':' || count, ' ' order by release) from pilot.report_releases"));
        Assert.InRange(await CountAsync(database), 10, 60);
        Assert.Equal("Order 1", await TextAsync(
            database, $"select data->'exceptions'->0->>'value' from pilot.occurrences where id = {first.Id}"));
        Assert.Equal("created", await ChangesAsync(database));
    }

    [Fact]
    public async Task A_resolved_error_comes_back_only_with_what_can_contain_the_solution()
    {
        await using var database = await MigratedAsync();
        var writer = new IncidentWriter(database.Source);
        await writer.WriteAsync(Incidents.Of("E", release: "1.0"), _ct);
        await writer.WriteAsync(Incidents.Of("E", release: "1.1"), _ct);

        await ResolveAsync(database, "next");
        await writer.WriteAsync(Incidents.Of("E", release: "1.1"), _ct);
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("resolved next", await StateAsync(database));
        await writer.WriteAsync(Incidents.Of("Other", release: "1.2"), _ct);
        Assert.Equal("resolved 1.2", await StateAsync(database));
        await writer.WriteAsync(Incidents.Of("E", release: "1.0"), _ct);
        Assert.Equal("resolved 1.2", await StateAsync(database));
        await writer.WriteAsync(Incidents.Of("E", release: "1.2"), _ct);
        Assert.Equal("new", await StateAsync(database));

        await ResolveAsync(database, "1.2");
        await writer.WriteAsync(Incidents.Of("E", release: "1.2"), _ct);
        Assert.Equal("resolved 1.2", await StateAsync(database));
        await writer.WriteAsync(Incidents.Of("E", release: "1.3"), _ct);
        Assert.Equal("new", await StateAsync(database));

        await ResolveAsync(database, null);
        await writer.WriteAsync(Incidents.Of("E", at: TimeProvider.System.GetUtcNow().AddMinutes(-1)), _ct);
        Assert.Equal("resolved", await StateAsync(database));
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("new", await StateAsync(database));
        Assert.Equal("created created reopened reopened reopened", await ChangesAsync(database));
    }

    [Fact]
    public async Task A_snooze_ends_when_the_error_comes_after_its_time_or_so_often()
    {
        await using var database = await MigratedAsync();
        var writer = new IncidentWriter(database.Source);
        await writer.WriteAsync(Incidents.Of("E"), _ct);

        await database.Source.ExecuteAsync($"update pilot.error_reports set snoozed_until_count = 3", _ct);
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("created", await ChangesAsync(database));
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("created unsnoozed", await ChangesAsync(database));

        await database.Source.ExecuteAsync(
            $"update pilot.error_reports set snoozed_until = now() + interval '1 hour'", _ct);
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("created unsnoozed", await ChangesAsync(database));
        await database.Source.ExecuteAsync($"update pilot.error_reports set snoozed_until = now()", _ct);
        await writer.WriteAsync(Incidents.Of("E"), _ct);
        Assert.Equal("created unsnoozed unsnoozed", await ChangesAsync(database));
    }

    [Fact]
    public async Task Errors_of_a_merged_report_count_for_the_one_that_it_was_merged_into()
    {
        await using var database = await MigratedAsync();
        var writer = new IncidentWriter(database.Source);
        await writer.WriteAsync(Incidents.Of("A"), _ct);
        await writer.WriteAsync(Incidents.Of("B"), _ct);
        await database.Source.ExecuteAsync($"""
            update pilot.report_hashes set report_id = (select id from pilot.error_reports where title = 'A')
            """, _ct);

        await Task.WhenAll(writer.WriteAsync(Incidents.Of("A"), _ct), writer.WriteAsync(Incidents.Of("B"), _ct));

        Assert.Equal("A:3 B:1", await TextAsync(
            database, $"select string_agg(title || ':' || count, ' ' order by title) from pilot.error_reports"));
    }

    [Fact]
    public async Task Two_processes_that_meet_a_new_error_at_the_same_time_create_one_report()
    {
        await using var database = await MigratedAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var writer = new IncidentWriter(database.Source);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(j => writer.WriteAsync(Incidents.Of($"E{j}"), _ct)));
        }));

        Assert.Equal("20 160", await TextAsync(
            database, $"select concat_ws(' ', count(*), sum(count)) from pilot.error_reports"));
    }

    [Fact]
    public async Task An_event_that_a_client_sends_again_is_counted_once_whichever_process_takes_it()
    {
        await using var database = await MigratedAsync();
        var events = Enumerable.Range(0, 30).Select(_ => Incidents.Of("E")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            var writer = new IncidentWriter(database.Source);
            var own = i % 2 == 0 ? events : Enumerable.Reverse(events);
            await Task.WhenAll(own.Concat(own).Select(incident => writer.WriteAsync(incident, _ct)));
        }));

        Assert.Equal("1 30", await TextAsync(
            database, $"select concat_ws(' ', count(*), sum(count)) from pilot.error_reports"));
    }

    [Fact]
    public async Task Users_are_stored_as_hashes_with_the_salt_of_this_database()
    {
        await using var database = await MigratedAsync();
        var user = UserHash.NumberOf("ivan@example.com");
        var writer = new IncidentWriter(database.Source);
        foreach (var whom in (Guid?[])[user, user, UserHash.NumberOf("7"), null])
            await writer.WriteAsync(Incidents.Of("E") with { User = whom }, _ct);

        var salt = await database.Source.ScalarAsync<Guid>($"select salt from pilot.error_salt", _ct);
        Assert.Equal("2 2", await TextAsync(
            database,
            $"""
            select concat_ws(' ', users, (select count(*) from pilot.occurrences where user_hash = {UserHash.Of(user, salt)}))
            from pilot.error_reports
            """));
        Assert.DoesNotContain($"{user}", await TextAsync(
            database, $"select schema_to_xml('pilot', true, true, '')::text"), StringComparison.Ordinal);
    }

    async Task<FreshDatabase> MigratedAsync()
    {
        var database = await FreshDatabase.CreateAsync(shop, _ct);
        await database.MigrateAsync(_ct);
        return database;
    }

    Task<string> StateAsync(FreshDatabase database) => TextAsync(
        database, $"select concat_ws(' ', status, resolved_in) from pilot.error_reports where title = 'E'");

    Task<int> ResolveAsync(FreshDatabase database, string? release) => database.Source.ExecuteAsync(
        $"""
        update pilot.error_reports set status = 'resolved', resolved_at = now(), resolved_in = {release} where title = 'E'
        """, _ct);

    Task<long> CountAsync(FreshDatabase database) =>
        database.Source.ScalarAsync<long>($"select count(*) from pilot.occurrences", _ct);

    Task<string> ChangesAsync(FreshDatabase database) => TextAsync(
        database,
        $"""
        select string_agg(payload->>'change', ' ' order by id) from messaging.outbox where topic = {ErrorChanged.Topic}
        """);

    Task<string> RowAsync(NpgsqlDataSource source, Sql columns) =>
        TextAsync(source, Sql.Of($"select {columns} from pilot.error_reports"));

    Task<string> TextAsync(FreshDatabase database, Sql sql) => TextAsync(database.Source, sql);

    async Task<string> TextAsync(NpgsqlDataSource source, Sql sql) =>
        await source.ScalarAsync<string>(sql, _ct) ?? "";
}
