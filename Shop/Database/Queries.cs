using Npgsql;

namespace Shop.Database;

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
        using var counted = Measure(batch);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (before is not null)
            await reader.NextResultAsync(ct);
        var found = await reader.ReadAsync(ct) ? new RowReader(reader).Read<T>() : null;
        await reader.NextResultAsync(ct);
        return found;
    }

    /// <summary>
    /// Reads one row with each of two statements and executes the third, in one round trip and one transaction.
    /// </summary>
    public static async Task<(T1? First, T2? Second, int Changed)> QueryPairAsync<T1, T2>(
        this NpgsqlDataSource database, Sql first, Sql second, Sql change, CancellationToken ct)
        where T1 : class, IRow<T1>
        where T2 : class, IRow<T2>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(first.ToBatchCommand());
        batch.BatchCommands.Add(second.ToBatchCommand());
        batch.BatchCommands.Add(change.ToBatchCommand());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var one = await reader.ReadAsync(ct) ? new RowReader(reader).Read<T1>() : null;
        await reader.NextResultAsync(ct);
        var two = await reader.ReadAsync(ct) ? new RowReader(reader).Read<T2>() : null;
        await reader.NextResultAsync(ct);
        return (one, two, (int)batch.BatchCommands[2].Rows);
    }

    /// <summary>Executes the statements in one round trip and one transaction.</summary>
    public static async Task ExecuteAsync(
        this NpgsqlDataSource database, IEnumerable<Sql> statements, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.ToBatchCommand());
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Executes the statements in one round trip.</summary>
    public static async Task ExecuteAsync(
        this NpgsqlConnection connection, IEnumerable<Sql> statements, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.ToBatchCommand());
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads one row with each statement, in one round trip.</summary>
    public static async Task<(T1? First, T2? Second)> QueryPairAsync<T1, T2>(
        this NpgsqlDataSource database, Sql first, Sql second, CancellationToken ct)
        where T1 : class, IRow<T1>
        where T2 : class, IRow<T2>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(first.ToBatchCommand());
        batch.BatchCommands.Add(second.ToBatchCommand());
        using var counted = Measure(batch);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var one = await reader.ReadAsync(ct) ? new RowReader(reader).Read<T1>() : null;
        await reader.NextResultAsync(ct);
        return (one, await reader.ReadAsync(ct) ? new RowReader(reader).Read<T2>() : null);
    }

    /// <summary>Reads the total and one page of a list in one round trip.</summary>
    public static async Task<(long Total, List<T> Rows)> QueryPageAsync<T>(
        this NpgsqlDataSource database, Sql total, Sql page, CancellationToken ct) where T : IRow<T>
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(total.ToBatchCommand());
        batch.BatchCommands.Add(page.ToBatchCommand());
        using var counted = Measure(batch);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var count = reader.GetInt64(0);
        await reader.NextResultAsync(ct);
        return (count, await ReadAllAsync<T>(reader, ct));
    }

    static async Task<int> ExecuteAsync(NpgsqlCommand command, Sql sql, CancellationToken ct)
    {
        await using (command)
        using (Measure(sql.On(command)))
            return await command.ExecuteNonQueryAsync(ct);
    }

    static async Task<T?> ScalarAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct)
    {
        await using (command)
        using (Measure(sql.On(command)))
            return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    static async Task<T?> QuerySingleAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct)
        where T : class, IRow<T>
    {
        await using (command)
        using (Measure(sql.On(command)))
        await using (var reader = await command.ExecuteReaderAsync(ct))
            return await reader.ReadAsync(ct) ? new RowReader(reader).Read<T>() : null;
    }

    static async Task<List<T>> QueryAsync<T>(NpgsqlCommand command, Sql sql, CancellationToken ct) where T : IRow<T>
    {
        await using (command)
        using (Measure(sql.On(command)))
        await using (var reader = await command.ExecuteReaderAsync(ct))
            return await ReadAllAsync<T>(reader, ct);
    }

    static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, CancellationToken ct) where T : IRow<T>
    {
        var rows = new List<T>();
        var row = new RowReader(reader);
        while (await reader.ReadAsync(ct))
            rows.Add(row.Read<T>());
        return rows;
    }

    static StatementCount.RoundTrip Measure(NpgsqlCommand command) => StatementCount.Measure(command.CommandText);

    static StatementCount.RoundTrip Measure(NpgsqlBatch batch)
    {
        var commands = batch.BatchCommands;
        return StatementCount.Measure(
            commands[0].CommandText, commands[1].CommandText, commands.Count > 2 ? commands[2].CommandText : null);
    }
}
