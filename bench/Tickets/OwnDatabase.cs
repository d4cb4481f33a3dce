using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Database;

namespace TicketSales;

/// <summary>A database for one run, which is dropped after it.</summary>
public sealed class OwnDatabase : IAsyncDisposable
{
    readonly NpgsqlDataSource _server;
    readonly string _name = $"tickets_{Guid.CreateVersion7():N}";

    OwnDatabase(string server)
    {
        _server = NpgsqlDataSource.Create(server);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name }.ConnectionString;
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { CommandTimeout = 600 };
        Source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public static async Task<OwnDatabase> CreateAsync(string server, CancellationToken ct)
    {
        var database = new OwnDatabase(server);
        await database.OnServerAsync($"create database {database._name}", ct);
        return database;
    }

    /// <summary>The connection string of a login role that is a member of the role, as an importer has it.</summary>
    public async Task<string> AddLoginAsync(string role, CancellationToken ct)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await OnServerAsync($"create role {Login} login password '{password}' in role {role}", ct);
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = Login, Password = password };
        return settings.ConnectionString;
    }

    string Login => $"{_name}_login";

    public Task MigrateAsync(CancellationToken ct) =>
        new Migrator(Source, NullLogger<Migrator>.Instance).RunAsync(ct);

    /// <summary>The sum of the hashes of all rows of a schema, without those that log runs.</summary>
    public async Task<string> ChecksumAsync(CancellationToken ct)
    {
        var tables = await Source.ScalarAsync<string[]>(
            $"""
            select coalesce(array_agg(format('%I.%I', schemaname, tablename) order by schemaname, tablename), array[]::text[])
            from pg_tables
            where schemaname in ('ticket_facts', 'ticket_marts') and tablename not in ('state', 'derivation')
                or (schemaname, tablename) = ('ticket_staging', 'items')
            """, ct) ?? [];
        var sums = new List<string>();
        foreach (var table in tables)
        {
            var sum = await Source.ScalarAsync<string>(Raw(
                $"select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from {table} t"), ct);
            sums.Add($"{table} {sum}");
        }
        return string.Join('\n', sums);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await OnServerAsync($"drop database if exists {_name} with (force)", CancellationToken.None);
        await OnServerAsync($"drop role if exists {Login}", CancellationToken.None);
        await _server.DisposeAsync();
    }

    Task<int> OnServerAsync(string statement, CancellationToken ct) => _server.ExecuteAsync(Raw(statement), ct);

    // Names cannot be parameters; these come from this program and from the catalog of the database.
    static Sql Raw(string statement)
    {
        var sql = new Sql(0, 0);
        sql.AppendLiteral(statement);
        return sql;
    }
}
