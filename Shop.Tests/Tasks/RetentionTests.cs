using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Privacy;
using Shop.Tests.Database;

namespace Shop.Tests.Tasks;

public class RetentionTests(ShopFixture shop)
{
    // Tables with rows that stay for good, or that something else deletes.
    static readonly string[] Kept =
    [
        "accounts.founder", "accounts.users", "catalog.categories", "catalog.counts",
        "catalog.products", "catalog.vocabulary", "fitting.stations", "inventory.stock", "knowledge.articles",
        "messaging.outbox", "messaging.relay",
        "messaging.workers", "orders.history", "orders.lines", "orders.orders", "payments.payments",
        "payments.receipts", "payments.refunds", "pilot.error_salt", "pilot.releases", "pilot.report_counts",
        "pilot.request_routes", "public.migrations", "shipping.events", "shipping.shipments", "tasks.schedules",
        "ticket_staging.changes", "ticket_staging.items", "ticket_staging.sources",
        "ticket_facts.advertising", "ticket_facts.derivation", "ticket_facts.events", "ticket_facts.inventory",
        "ticket_facts.plans", "ticket_facts.sales", "ticket_facts.shows", "ticket_facts.tickets",
        "ticket_marts.inventory", "ticket_marts.refunds", "ticket_marts.sales", "ticket_marts.state",
        "ticket_marts.utm_sales"
    ];

    [Fact]
    public async Task Old_rows_of_every_table_that_is_not_kept_for_good_are_deleted_and_newer_ones_stay()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        await FillAsync(database, ct);
        var filled = await CountsAsync(database, ct);
        Assert.DoesNotContain(filled, table => !Kept.Contains(table.Key) && table.Value == 0);
        Assert.Empty(Kept.Except(filled.Keys));

        await new Retention(database.Source, Options.Create(new RetentionOptions())).DeleteAsync(ct);

        var left = await CountsAsync(database, ct);
        foreach (var table in filled.Keys.Except(Kept))
            Assert.Equal((table, 1), (table, left[table]));
    }

    [Fact]
    public async Task The_settings_decide_and_more_than_one_batch_is_deleted()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        await database.Source.ExecuteAsync(
            $"""
            insert into messaging.inbox (consumer, message_id, handled_at)
            select 'test', gen_random_uuid(), now() - interval '3 days' from generate_series(1, 10001)
            """, ct);

        await DeleteAsync(days: 4);
        Assert.Equal(10_001, (await CountsAsync(database, ct))["messaging.inbox"]);
        await DeleteAsync(days: 2);
        Assert.Equal(0, (await CountsAsync(database, ct))["messaging.inbox"]);

        Task DeleteAsync(int days) =>
            new Retention(
                database.Source,
                Options.Create(new RetentionOptions { Messages = TimeSpan.FromDays(days) })).DeleteAsync(ct);
    }

    // An old and a new row in each table.
    static async Task FillAsync(FreshDatabase database, CancellationToken ct)
    {
        var user = Guid.CreateVersion7();
        await database.Source.ExecuteAsync(
            $"""
            insert into accounts.users (id, username, email, password, role)
            values ({user}, 'anna', 'anna@example.com', '', 'customer')
            """, ct);
        foreach (var old in (bool[])[true, false])
        {
            var at = TimeProvider.System.GetUtcNow() - (old ? TimeSpan.FromDays(2000) : TimeSpan.Zero);
            var (ends, day) = (at.AddHours(1), DateOnly.FromDateTime(at.UtcDateTime));
            var (id, name) = (Guid.CreateVersion7(), $"{old}");
            Sql[] rows =
            [
                Sql.Of(
                    $"""
                    insert into accounts.sessions (id, user_id, access_hash, access_expires_at, refresh_hash, expires_at)
                    values ({id}, {user}, '', {ends}, '', {ends})
                    """),
                Sql.Of(
                    $"""
                    insert into accounts.mailed_tokens (hash, user_id, purpose, expires_at)
                    values ({name}, {user}, 'verify', {ends})
                    """),
                Sql.Of($"insert into accounts.audit (id, at, action) values ({id}, {at}, 'logged_in')"),
                Sql.Of(
                    $"""
                    insert into messaging.answers
                        (account_id, route, key, request_hash, effect_id, claimed_until, created_at)
                    values ({user}, '', {name}, '', {id}, {at}, {at})
                    """),
                Sql.Of(
                    $"""
                    insert into staff.audit (id, at, actor, action, subject)
                    values ({id}, {at}, {user}, 'order.cancelled', '')
                    """),
                Sql.Of(
                    $"""
                    insert into notifications.messages
                        (id, kind, provider, recipient, template, status, claimed_until, created_at)
                    values ({id}, 'email', 'smtp', '', '', 'sent', {at}, {at})
                    """),
                Sql.Of($"insert into calls.calls (id, language, created_at) values ({id}, 'uk', {at})"),
                Sql.Of(
                    $"""
                    insert into calls.turns
                        (call_id, number, at, event, heard, said, language, state, recognition_ms, thinking_ms)
                    values ({id}, 1, {at}, 'greeting', '', '', 'uk', '', 0, 0)
                    """),
                Sql.Of(
                    $"""
                    insert into messaging.inbox (consumer, message_id, handled_at) values ('test', {id}, {at})
                    """),
                Sql.Of(
                    $"""
                    insert into messaging.dead_letters
                        (id, consumer, topic, attempts, first_failed_at, last_failed_at, headers, payload)
                    values ({id}, 'test', 'test', 1, {at}, {at}, {"{}"}::json, '')
                    """),
                Sql.Of(
                    $"""
                    insert into tasks.tasks (id, kind, status, subject, created_at, ended_at)
                    values ({id}, 'test', 'SUCCESS', {"{}"}::json, {at}, {at})
                    """),
                Sql.Of(
                    $"""
                    insert into catalog.watches (id, product_id, email, created_at)
                    select {id}, id, {name}, {at} from catalog.products limit 1
                    """),
                Sql.Of(
                    $"""
                    insert into inventory.syncs (run, at, generated_at, products, discrepancies)
                    values ({id}, {at}, {at}, 1, 1)
                    """),
                Sql.Of(
                    $"""
                    insert into inventory.discrepancies (run, sku, theirs, at) values ({id}, 'S', 1, {at})
                    """),
                Sql.Of($"insert into analytics.events (at, type, rolled) values ({at}, 'page_view', true)"),
                Sql.Of(
                    $"""
                    insert into pilot.reports (id, kind, first_day, last_day, state, figures, created_at)
                    values ({id}, 'daily', {day}, {day}, 'good', {"{}"}::json, {at})
                    """),
                Sql.Of(
                    $"""
                    insert into fitting.bookings (id, station_id, bay, starts_at, ends_at, phone)
                    select {id}, id, 1, {at}, {ends}, '79990000000' from fitting.stations limit 1
                    """),
                Sql.Of(
                    $"""
                    insert into orders.phone_orders (id, phone, language, items, total, created_at, expires_at)
                    values ({id}, '79990000000', 'ru', '[]', 0, {at}, {ends})
                    """),
                Sql.Of($"insert into analytics.salts (day) values ({day})"),
                Sql.Of($"insert into analytics.days values ({day}, 1, 1, 1, 1, 1)"),
                Sql.Of($"insert into analytics.product_days values ({day}, {id}, 1, 1, 1, 1)"),
                Sql.Of($"insert into analytics.visitors values ({day}, {id})"),
                Sql.Of(
                    $"""
                    insert into pilot.error_reports (id, title, description, category, severity, created_at, last_seen)
                    values ({id}, '', '', 'ui', 'low', {at}, {at})
                    """),
                Sql.Of(
                    $"""
                    insert into pilot.report_hashes (hash, report_id, original_id, version, explanation)
                    values ({id}, {id}, {id}, 1, '')
                    """),
                Sql.Of(
                    $"""
                    insert into pilot.occurrences (id, report_id, hash, at, data) values ({id}, {id}, {id}, {at}, {"{}"}::jsonb)
                    """),
                Sql.Of($"insert into pilot.attachments values ({id}, 1, 'log', null, 0, 'whole', '')"),
                Sql.Of($"insert into pilot.report_hours (report_id, hour, count) values ({id}, {at}, 1)"),
                Sql.Of($"insert into pilot.report_users (report_id, user_hash) values ({id}, {id})"),
                Sql.Of($"insert into pilot.report_releases values ({id}, '1.0', 1, {at}, {at})"),
                Sql.Of($"insert into pilot.comments (id, report_id, author, content) values ({id}, {id}, '', '')"),
                Sql.Of($"insert into pilot.report_history (report_id, action) values ({id}, 'created')"),
                Sql.Of($"insert into pilot.feedback (id, message, created_at) values ({id}, '', {at})"),
                Sql.Of($"select pilot.create_request_day({day})"),
                Sql.Of($"insert into pilot.requests values ({at}, 1, 200, 1, 1, 1, false, false)"),
                Sql.Of($"insert into pilot.erased_users values ({id}, {at})"),
                Sql.Of($"insert into pilot.event_ids (id, at) values ({id}, {at})"),
                Sql.Of($"insert into pilot.request_salts (day) values ({day})"),
                Sql.Of($"insert into pilot.user_actions values ({day}, 'api', 'order', 1)"),
                Sql.Of(
                    $"""
                    insert into pilot.request_intervals
                    values (1440, {at}, {await RouteAsync(database, ct)}, 200, 0, 1, 0, 0, 0, 1, 1, null, 1, 1, null, 1, '')
                    """),
                Sql.Of(
                    $"insert into pilot.health_checks (at, name, status, duration_ms) values ({at}, '', 'PASS', 1)"),
                Sql.Of($"insert into pilot.health_hours values ({name}, {at}, 1, 0, 0, 1, 1)"),
                Sql.Of(
                    $"""
                    insert into pilot.health_states values ({name}, 'PASS', 1, '', {at}, '', false, {at})
                    """),
                Sql.Of(
                    $"insert into pilot.maintenance_windows values ({id}, {at}, {ends}, '', {user})"),
                Sql.Of(
                    $"""
                    insert into pilot.alert_mails (id, kind, subject, text, created_at)
                    values ({id}, 'alert', '', '', {at})
                    """),
                Sql.Of(
                    $"""
                    insert into pilot.alerts (id, report_id, reason, is_urgent, created_at, mail_id)
                    values ({id}, {id}, 'new', true, {at}, {id})
                    """),
                Sql.Of($"insert into pilot.digests (day, written_at) values ({day}, {at})"),
                Sql.Of($"insert into tickets.job_runs (run_id, job, started_at) values ({id}, 'import', {at})"),
                Sql.Of($"insert into ticket_staging.bodies values (decode(md5({name}), 'hex'), '', {at})"),
                Sql.Of(
                    $"""
                    insert into ticket_staging.answers (run_id, resource, path, filter, page, hash, received_at)
                    values ({id}, 'orders', '', '', 1, '', {at})
                    """)
            ];
            foreach (var row in rows)
                await database.Source.ExecuteAsync(row, ct);
        }
    }

    static Task<int> RouteAsync(FreshDatabase database, CancellationToken ct) => database.Source.ScalarAsync<int>(
        $"""
        insert into pilot.request_routes (source, method, route) values ('api', 'GET', '/')
        on conflict (source, method, route) do update set route = excluded.route returning id
        """, ct);

    static async Task<Dictionary<string, long>> CountsAsync(FreshDatabase database, CancellationToken ct)
    {
        var tables = await database.Source.ScalarAsync<string[]>(
            $"""
            select array_agg(relnamespace::regnamespace || '.' || relname) from pg_class
            where relkind in ('r', 'p') and not relispartition
                and relnamespace::regnamespace::text <> 'information_schema' and relnamespace::regnamespace::text not like 'pg\_%'
            """, ct);
        var counts = new Dictionary<string, long>();
        foreach (var table in tables!)
        {
            var count = new Sql(0, 0);
            count.AppendLiteral($"select count(*) from {table}");
            counts[table] = await database.Source.ScalarAsync<long>(count, ct);
        }
        return counts;
    }
}
