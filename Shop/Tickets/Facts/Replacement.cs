using Shop.Database;

namespace Shop.Tickets.Facts;

/// <summary>
/// Makes the rows of a table equal to others. Rows that are equal already are not touched, so that a repetition changes
/// nothing and readers of the old rows never wait.
/// </summary>
sealed class Replacement(string table, string[] key, string[] values)
{
    /// <summary>
    /// Inserts and updates what differs. <paramref name="rows"/> is a table or a query in parentheses, with these
    /// columns.
    /// </summary>
    public Sql Write(string rows) => SqlText.Of(
        $"""
        insert into {table} ({List([.. key, .. values])})
        select {List([.. key, .. values], "new.")} from {rows} new left join {table} old on {On}
        where old.{key[0]} is null or ({List(values, "old.")}) is distinct from ({List(values, "new.")})
        on conflict ({List(key)}) do update set ({List(values)}) = row({List(values, "excluded.")})
        """);

    /// <summary>Deletes the rows within the scope that are not among the others.</summary>
    public Sql Delete(string rows, string scope = "true") => SqlText.Of(
        $"delete from {table} old where ({scope}) and not exists (select from {rows} new where {On})");

    string On => string.Join(" and ", key.Select(column => $"new.{column} = old.{column}"));

    static string List(IEnumerable<string> columns, string of = "") =>
        string.Join(", ", columns.Select(column => of + column));
}

/// <summary>SQL of texts that are constants of the program.</summary>
static class SqlText
{
    public static Sql Of(string text)
    {
        var sql = new Sql(0, 0);
        sql.AppendLiteral(text);
        return sql;
    }
}
