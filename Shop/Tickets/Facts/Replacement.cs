using Shop.Database;

namespace Shop.Tickets.Facts;

/// <summary>
/// Makes the rows of a table equal to others. Rows that are equal already are not touched, so that a repetition changes
/// nothing and readers of the old rows never wait.
/// </summary>
sealed class Replacement(string table, string[] key, string[] values)
{
    /// <summary>
    /// Updates and inserts what differs. <paramref name="rows"/> is a table or a query in parentheses, with these
    /// columns. Two statements, because nobody else writes, and <c>on conflict</c> makes a first load twice as long.
    /// </summary>
    public IEnumerable<Sql> Write(string rows) =>
    [
        SqlText.Of(
            $"""
            update {table} old set ({List(values)}) = row({List(values, "new.")}) from {rows} new
            where {Equal("old", "new")} and ({List(values, "old.")}) is distinct from ({List(values, "new.")})
            """),
        SqlText.Of(
            $"""
            insert into {table} ({List([.. key, .. values])})
            select {List([.. key, .. values], "new.")} from {rows} new
            where not exists (select from {table} old where {Equal("old", "new")})
            """)
    ];

    public string Table => table;

    /// <summary>So that a row is found in a temporary table of rows without scanning it.</summary>
    public Sql Index(string rows) => SqlText.Of($"create index on {rows} ({List(key)})");

    /// <summary>
    /// Deletes the rows that are not among the others: all such rows, or those of <paramref name="scope"/>, a query in
    /// parentheses with a name. The scope is found first, because PostgreSQL cannot know how few rows it has.
    /// </summary>
    public Sql Delete(string rows, string? scope = null) => SqlText.Of(
        $"""
        with scoped as materialized (select {List(key)} from {scope ?? table})
        delete from {table} old using scoped
        where {Equal("old", "scoped")} and not exists (select from {rows} new where {Equal("new", "scoped")})
        """);

    string Equal(string one, string other) =>
        string.Join(" and ", key.Select(column => $"{one}.{column} = {other}.{column}"));

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
