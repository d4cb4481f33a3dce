using Shop.Database;

namespace Shop.Messaging;

/// <summary>The messages that the relay has not published, and the age of the oldest in seconds.</summary>
sealed record OutboxBacklog(long Messages, double Age) : IRow<OutboxBacklog>
{
    internal static readonly Sql Columns =
        Sql.Of($"count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::float8");

    internal static readonly Sql Now = Sql.Of($"select {Columns} from messaging.outbox");

    public static OutboxBacklog Read(RowReader row) => new(row.Get<long>(), row.Get<double>());
}
