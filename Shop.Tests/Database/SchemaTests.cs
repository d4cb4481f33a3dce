using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;

namespace Shop.Tests.Database;

public class SchemaTests(ShopFixture shop)
{
    [Fact]
    public async Task A_host_is_ready_when_the_schema_has_every_migration_of_its_version()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        await database.Source.ExecuteAsync(
            $"delete from public.migrations where name = {Migrator.Names[^1]}", ct);

        var before = await new SchemaCheck(database.Source).CheckHealthAsync(new(), ct);
        await database.Source.ExecuteAsync(
            $"""
            insert into public.migrations (name, checksum)
            values ({Migrator.Names[^1]}, ''), ('9999_newer.sql', '')
            """, ct);
        var after = await new SchemaCheck(database.Source).CheckHealthAsync(new(), ct);

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (before.Status, after.Status));
        Assert.Contains(Migrator.Names[^1], before.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_has_migrated_leaves_the_lock_to_the_next_one()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        var pool = new NpgsqlDataSourceBuilder(database.ConnectionString);
        ShopDatabase.Configure(pool);
        await using var worker = pool.Build();

        await new Migrator(worker, NullLogger<Migrator>.Instance).RunAsync(ct);

        // The worker lives on with its pool.
        await database.MigrateAsync(ct).WaitAsync(TimeSpan.FromSeconds(10), ct);
    }

    [Fact]
    public async Task A_deployment_begins_with_categories_and_without_sample_goods()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);

        await new Migrator(
            database.Source, NullLogger<Migrator>.Instance, Options.Create(new DatabaseOptions())).RunAsync(ct);

        Assert.Equal(10, await database.Source.ScalarAsync<long>($"select count(*) from catalog.categories", ct));
        Assert.Equal(0, await database.Source.ScalarAsync<long>(
            $"""
            select (select count(*) from catalog.products) + (select count(*) from inventory.stock)
                + (select count(*) from catalog.vocabulary) + (select coalesce(sum(products), 0) from catalog.counts)::bigint
            """, ct));
    }
}
