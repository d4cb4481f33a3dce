using Npgsql;

namespace Shop.Database;

/// <summary>A record that reads itself from a row. It defines the order of its columns.</summary>
public interface IRow<TSelf> where TSelf : IRow<TSelf>
{
    static abstract TSelf Read(NpgsqlDataReader row);
}

/// <summary>
/// The same methods on a data source (one connection per statement) and on a connection (inside its transaction).
/// </summary>
public static class Queries
{
    public static Task<int> ExecuteAsync(this NpgsqlDataSource database, Sql sql, CancellationToken ct) =>
        ExecuteAsync(database.CreateCommand(), sql, ct);
    public static Task<int> ExecuteAsync(this NpgsqlConnection connection, Sql sql, CancellationToken ct) =>
        ExecuteAsync(connection.CreateCommand(), sql, ct);

    public static Task<T?> ScalarAsync<T>(this NpgsqlDataSource database, Sql sql, CancellationToken ct) =>
        ScalarAsync<T>(database.CreateCommand(), sql, ct);
    public static Task<T?> ScalarAsync<T>(this NpgsqlConnection connection, Sql sql, CancellationToken ct) =>
        ScalarAsync<T>(connection.CreateCommand(), sql, ct);

    public static Task<T?> QuerySingleAsync<T>(this NpgsqlDataSource database, Sql sql, CancellationToken ct)
        where T : class, IRow<T> =>
        QuerySingleAsync<T>(database.CreateCommand(), sql, ct);
    public static Task<T?> QuerySingleAsync<T>(this NpgsqlConnection connection, Sql sql, CancellationToken ct)
        where T : class, IRow<T> =>
        QuerySingleAsync<T>(connection.CreateCommand(), sql, ct);

    public static Task<List<T>> QueryAsync<T>(this NpgsqlDataSource database, Sql sql, CancellationToken ct)
        where T : IRow<T> =>
        QueryAsync<T>(database.CreateCommand(), sql, ct);
    public static Task<List<T>> QueryAsync<T>(this NpgsqlConnection connection, Sql sql, CancellationToken ct)
        where T : IRow<T> =>
        QueryAsync<T>(connection.CreateCommand(), sql, ct);

    /// <summary>
    /// Executes the statements in one round trip and one transaction, and returns the row of the first one after
    /// <paramref name="before"/>.
    /// </summary>
    public static async Task<T?> QuerySingleAsync<T>(
        this NpgsqlDataSource database, Sql? before, Sql sql, Sql then, CancellationToken ct) where T : class, IRow<T>
    {
        await using var batch = database.CreateBatch();
        if (before is not null)
            batch.BatchCommands.Add(before.ToBatchCommand());
        batch.BatchCommands.Add(sql.ToBatchCommand());
        batch.BatchCommands.Add(then.ToBatchCommand());
        await using var row = await batch.ExecuteReaderAsync(ct);
        if (before is not null)
            await row.NextResultAsync(ct);
        var found = await row.ReadAsync(ct) ? T.Read(row) : null;
        await row.NextResultAsync(ct);
        return found;
    }

    /// <summary>Reads the total and one page of a list in one round trip.</summary>
    public static async Task<(long Total, List<T> Rows)> QueryPageAsync<T>(
        this NpgsqlDataSource database, Sql total, Sql page, CancellationToken ct) where T : IRow<T>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(total.ToBatchCommand());
        batch.BatchCommands.Add(page.ToBatchCommand());
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var count = row.GetInt64(0);
        await row.NextResultAsync(ct);
        return (count, await ReadAllAsync<T>(row, ct));
    }

    public static string? TextOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    static async Task<int> ExecuteAsync(NpgsqlCommand command, Sql sql, CancellationToken ct)
    {
        await using (command)
            return await sql.On(command).ExecuteNonQueryAsync(ct);
    }

    static async Task<T?> ScalarAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct)
    {
        await using (command)
            return await sql.On(command).ExecuteScalarAsync(ct) is T value ? value : default;
    }

    static async Task<T?> QuerySingleAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct)
        where T : class, IRow<T>
    {
        await using (command)
        await using (var row = await sql.On(command).ExecuteReaderAsync(ct))
            return await row.ReadAsync(ct) ? T.Read(row) : null;
    }

    static async Task<List<T>> QueryAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct) where T : IRow<T>
    {
        await using (command)
        await using (var row = await sql.On(command).ExecuteReaderAsync(ct))
            return await ReadAllAsync<T>(row, ct);
    }

    static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader row, CancellationToken ct) where T : IRow<T>
    {
        var rows = new List<T>();
        while (await row.ReadAsync(ct))
            rows.Add(T.Read(row));
        return rows;
    }
}
