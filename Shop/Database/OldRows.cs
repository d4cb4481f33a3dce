namespace Shop.Database;

/// <summary>Deletes rows in batches: one long transaction would hold back vacuuming.</summary>
static class OldRows
{
    public const int Batch = 5000;

    /// <summary>Deletes at most one batch of the rows that meet the condition.</summary>
    public static Sql Delete(Sql table, Sql condition) => Sql.Of(
        $"delete from {table} where ctid = any (array(select ctid from {table} where {condition} limit {Batch}))");
}
