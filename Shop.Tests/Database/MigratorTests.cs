using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Database;

namespace Shop.Tests.Database;

public class MigratorTests(ShopFixture shop)
{
    static readonly string[] AllMigrations =
    [
        .. typeof(Migrator).Assembly
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
    ];

    [Fact]
    public async Task A_missing_database_is_created_and_every_migration_applied_in_order()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.NameAsync(shop);

        await database.MigrateAsync(ct);

        Assert.Equal(AllMigrations, await database.AppliedAsync(ct));
        Assert.NotEqual(0, await database.Source.ScalarAsync<long>($"select count(*) from catalog.products", ct));
    }

    [Fact]
    public async Task Concurrent_migrators_take_turns_even_without_a_database()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.NameAsync(shop);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.MigrateAsync(ct)));

        Assert.Equal(AllMigrations, await database.AppliedAsync(ct));
    }

    [Fact]
    public async Task A_second_migrator_waits_for_the_first()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await using var first = await database.Source.OpenConnectionAsync(ct);
        await first.ExecuteAsync($"select pg_advisory_lock({0x53484F50L})", ct);

        var second = database.MigrateAsync(ct);
        await Eventually.WaitUntilAsync(
            () => database.Source.ScalarAsync<long>(
                $"""
                select count(*) from pg_locks
                where locktype = 'advisory' and not granted
                    and database = (select oid from pg_database where datname = current_database())
                """, ct),
                waiting => waiting == 1,
                TimeSpan.FromSeconds(20),
                "a migrator that waits for the lock");
        Assert.False(
            await database.Source.ScalarAsync<bool>($"select to_regclass('public.migrations') is not null", ct));

        await first.ExecuteAsync($"select pg_advisory_unlock({0x53484F50L})", ct);
        await second;
        Assert.Equal(AllMigrations, await database.AppliedAsync(ct));
    }

    [Fact]
    public async Task Running_again_changes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var before = await SnapshotAsync(database, ct);

        await database.MigrateAsync(ct);

        Assert.Equal(before, await SnapshotAsync(database, ct));
    }

    [Fact]
    public async Task A_migration_edited_after_it_was_applied_is_refused_in_one_sentence()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        await database.Source.ExecuteAsync(
            $"update public.migrations set checksum = 'of another text' where name = {AllMigrations[1]}", ct);

        var refusal = await Assert.ThrowsAsync<ShopException>(() => database.MigrateAsync(ct));

        Assert.Equal(
            $"Migration {AllMigrations[1]} was changed after it had been applied; write a new one instead.",
            refusal.Message);
    }

    [Fact]
    public async Task A_failed_migration_is_named_rolled_back_and_can_be_run_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.Source.ExecuteAsync(
            $"""
            create function public.refuse() returns event_trigger language plpgsql as $$
            begin
                if exists (select from pg_event_trigger_ddl_commands() where object_identity = 'catalog.watches') then
                    raise exception 'no room for watches';
                end if;
            end $$;
            create event trigger refuse on ddl_command_end when tag in ('CREATE TABLE') execute function public.refuse()
            """, ct);

        var failure = await Assert.ThrowsAsync<ShopException>(() => database.MigrateAsync(ct));

        Assert.StartsWith("Migration 0002_catalog.sql failed", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("no room for watches", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["0001_messaging.sql"], await database.AppliedAsync(ct));
        Assert.False(await database.Source.ScalarAsync<bool>(
            $"select exists (select from pg_namespace where nspname = 'catalog')", ct));

        await database.Source.ExecuteAsync($"drop event trigger refuse", ct);
        await database.MigrateAsync(ct);
        Assert.Equal(AllMigrations, await database.AppliedAsync(ct));
    }

    [Fact]
    public async Task A_refused_connection_is_reported_in_one_sentence()
    {
        var ct = TestContext.Current.CancellationToken;
        var wrong = new NpgsqlConnectionStringBuilder(await shop.ConnectionStringAsync(ShopDatabase.Name))
        {
            Password = "wrong"
        };
        await using var source = NpgsqlDataSource.Create(wrong);

        var migrator = new Migrator(source, NullLogger<Migrator>.Instance);
        var failure = await Assert.ThrowsAsync<ShopException>(() => migrator.RunAsync(ct));

        Assert.StartsWith("PostgreSQL is unavailable: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", failure.Message, StringComparison.Ordinal);
    }

    static Task<string?> SnapshotAsync(FreshDatabase database, CancellationToken ct) =>
        database.Source.ScalarAsync<string>(
            $"""
            select (select string_agg(m::text, ';' order by m.name) from public.migrations m)
                || (select string_agg(p.xmin::text, ',' order by p.id) from catalog.products p)
            """, ct);
}
