using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Database;

namespace Shop.Tests.Database;

/// <summary>The database of one test, dropped after it. <see cref="NameAsync"/> only chooses a name.</summary>
sealed class FreshDatabase : IAsyncDisposable
{
    readonly NpgsqlDataSource _server;

    FreshDatabase(NpgsqlDataSource server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
        Source = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<FreshDatabase> NameAsync(ShopFixture shop)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await shop.ConnectionStringAsync(ShopDatabase.Name))
        {
            Database = $"fresh \"{Guid.CreateVersion7():N}\""
        };
        return new(shop.Database, connectionString.ConnectionString);
    }

    public static async Task<FreshDatabase> CreateAsync(ShopFixture shop, CancellationToken ct)
    {
        var database = await NameAsync(shop);
        await database.CreateAsync(ct);
        return database;
    }

    public Task CreateAsync(CancellationToken ct) => OnServerAsync("create database", ct);

    /// <summary>Uses connections of its own, as another process would.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await new Migrator(source, NullLogger<Migrator>.Instance).RunAsync(ct);
    }

    public async Task<string[]> AppliedAsync(CancellationToken ct) =>
        await Source.ScalarAsync<string[]>(
            $"select coalesce(array_agg(name order by applied_at, name), array[]::text[]) from public.migrations",
            ct) ?? [];

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await OnServerAsync("drop database if exists", CancellationToken.None, "with (force)");
    }

    async Task OnServerAsync(string verb, CancellationToken ct, string options = "")
    {
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database!.Replace(
            "\"", "\"\"", StringComparison.Ordinal);
#pragma warning disable CA2100 // An identifier cannot be a parameter; this one is the test's own.
        await using var command = _server.CreateCommand($"{verb} \"{name}\" {options}");
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
