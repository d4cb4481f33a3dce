using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Shop.Database;

/// <summary>
/// Applies the embedded <c>Migrations/NNNN_name.sql</c> in order, once each. An advisory lock makes concurrent
/// migrators run one after another.
/// </summary>
public sealed partial class Migrator(
    NpgsqlDataSource database, ILogger<Migrator> logger, IOptions<DatabaseOptions>? options = null)
{
    const long LockKey = 0x53484F50; // "SHOP"

    // A migration reads it as current_setting('shop.sample_goods').
    readonly string _sampleGoods = options?.Value.SampleGoods == false ? "off" : "on";

    /// <summary>The migrations of this version, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Migrator).Assembly
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await ConnectAsync(ct);
        // What a migration could not do, such as creating a role, and what an administrator has to do instead.
        connection.Notice += (_, notice) =>
        {
            if (notice.Notice.InvariantSeverity == "WARNING")
                LogWarning(notice.Notice.MessageText);
        };
        // Another migrator may take longer than a statement may.
        await using (var wait = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { CommandTimeout = 0 })
        {
            wait.Parameters.Add(new() { Value = LockKey });
            await wait.ExecuteNonQueryAsync(ct);
        }
        try
        {
            await ApplyAllAsync(connection, ct);
        }
        finally
        {
            // A connection that returns to its pool keeps the lock, and a worker goes on to live with that pool.
            if (connection.FullState == ConnectionState.Open)
                await connection.ExecuteAsync($"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    async Task ApplyAllAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(
            $"""
            create table if not exists public.migrations (
                name text primary key,
                checksum text not null,
                applied_at timestamptz not null default now())
            """, ct);
        var migrations = await connection.QueryAsync<AppliedMigration>(
            $"select name, checksum from public.migrations", ct);
        var applied = migrations.ToDictionary(m => m.Name, m => m.Checksum);

        foreach (var (name, text) in Embedded())
        {
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            if (!applied.TryGetValue(name, out var known))
                await ApplyAsync(connection, name, text, checksum, ct);
            else if (known != checksum)
                throw new ShopException(
                    ErrorCode.Conflict,
                    $"Migration {name} was changed after it had been applied; write a new one instead.");
        }
        LogUpToDate(connection.Database);
    }

    async Task ApplyAsync(NpgsqlConnection connection, string name, string text, string checksum, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ExecuteAsync($"select set_config('shop.sample_goods', {_sampleGoods}, true)", ct);
            await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(ct);
            await connection.ExecuteAsync(
                $"insert into public.migrations (name, checksum) values ({name}, {checksum})", ct);
            await transaction.CommitAsync(ct);
            LogApplied(name);
        }
        catch (PostgresException e)
        {
            throw new ShopException(
                ErrorCode.Internal, $"Migration {name} failed{Line(text, e.Position)}: {e.MessageText}", inner: e);
        }
    }

    // Aspire's AddDatabase tries only once, and a newly initialised server restarts: wait for the server, and create a
    // missing database.
    async Task<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await database.OpenConnectionAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await CreateDatabaseAsync(ct);
            }
            catch (NpgsqlException e) when (
                attempt < 120 && (e.IsTransient || e.SqlState == PostgresErrorCodes.CannotConnectNow))
            {
                if (attempt % 20 == 1)
                    LogWaiting(e.Message);
                await Task.Delay(250, ct);
            }
            catch (NpgsqlException e)
            {
                throw new ShopException(ErrorCode.Unavailable, $"PostgreSQL is unavailable: {e.Message}", inner: e);
            }
    }

    async Task CreateDatabaseAsync(CancellationToken ct)
    {
        // The data source does not expose its password, so clone one of its connections with another database name.
        await using var template = database.CreateConnection();
        var name = template.Database;
        var settings = new NpgsqlConnectionStringBuilder(template.ConnectionString)
        {
            Database = "postgres",
            Pooling = false
        };
        await using var server = template.CloneWith(settings.ConnectionString);
        try
        {
            await server.OpenAsync(ct);
            var quoted = name.Replace("\"", "\"\"", StringComparison.Ordinal);
            await using var create = new NpgsqlCommand($"create database \"{quoted}\"", server);
            await create.ExecuteNonQueryAsync(ct);
            LogCreated(name);
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another migrator was first.
        }
    }

    static IEnumerable<(string Name, string Text)> Embedded()
    {
        foreach (var name in Names)
        {
            using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }

    static string Line(string text, int position) =>
        position == 0 ? "" : $" at line {text.AsSpan(0, Math.Min(position, text.Length)).Count('\n') + 1}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Name}")]
    partial void LogApplied(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Database {Name} is up to date")]
    partial void LogUpToDate(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "Created database {Name}")]
    partial void LogCreated(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    partial void LogWarning(string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for PostgreSQL: {Reason}")]
    partial void LogWaiting(string reason);
}

sealed record AppliedMigration(string Name, string Checksum) : IRow<AppliedMigration>
{
    public static AppliedMigration Read(RowReader row) => new(row.Get<string>(), row.Get<string>());
}
