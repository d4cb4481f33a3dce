using Npgsql;
using Shop.Database;
using Shop.Messaging;

namespace Shop.LoadTests;

/// <summary>
/// Looks at the database again and again during a load test: which statements run at that moment, what they wait for,
/// and how much waits in the outbox. A statement that is seen often takes much of the time, whether it is slow or
/// frequent. That needs no extension, and costs a thousandth of a processor.
/// </summary>
public sealed class DatabaseWatch(NpgsqlDataSource database)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    const int MostStatements = 10;

    readonly Dictionary<(string Statement, string Wait), int> _seen = [];
    readonly Lock _lock = new();
    int _looks;

    /// <summary>The most messages that waited in the outbox at one time.</summary>
    public long LongestOutbox { get; private set; }

    /// <summary>How many seconds the oldest of them had waited.</summary>
    public double OldestOutbox { get; private set; }

    /// <summary>What was seen most often, with the average number of connections that were at it.</summary>
    public List<BusyStatement> Busiest()
    {
        lock (_lock)
        {
            var busiest = _seen.OrderByDescending(seen => seen.Value).Take(MostStatements);
            return
            [
                .. busiest.Select(seen => new BusyStatement(
                    seen.Key.Statement, seen.Key.Wait, Math.Round((double)seen.Value / Math.Max(1, _looks), 3)))
            ];
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
                await LookAsync(ct);
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    async Task LookAsync(CancellationToken ct)
    {
        var now = await database.QueryAsync<Seen>(
            $"""
            select left(regexp_replace(query, '\s+', ' ', 'g'), 300),
                coalesce(wait_event_type || ': ' || wait_event, ''), count(*)::int
            from pg_stat_activity
            where datname = current_database() and state = 'active' and backend_type = 'client backend'
                and pid <> pg_backend_pid()
            group by 1, 2
            """, ct);
        lock (_lock)
        {
            foreach (var seen in now)
            {
                var key = (seen.Statement, seen.Wait);
                _seen[key] = _seen.GetValueOrDefault(key) + seen.Count;
            }
            _looks++;
        }
        var waiting = (await database.QuerySingleAsync<OutboxBacklog>(OutboxBacklog.Now, ct))!;
        LongestOutbox = Math.Max(LongestOutbox, waiting.Messages);
        OldestOutbox = Math.Max(OldestOutbox, waiting.Age);
    }

    /// <summary>The rows that each table has gained since the statistics began, without those that are gone.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RowsAsync(CancellationToken ct)
    {
        var tables = await database.QueryAsync<TableRows>(
            $"""
            select schemaname || '.' || relname, n_tup_ins - n_tup_del from pg_stat_user_tables
            """, ct);
        return tables.ToDictionary(table => table.Table, table => table.Rows);
    }

    sealed record Seen(string Statement, string Wait, int Count) : IRow<Seen>
    {
        public static Seen Read(RowReader row) => new(row.Get<string>(), row.Get<string>(), row.Get<int>());
    }

    sealed record TableRows(string Table, long Rows) : IRow<TableRows>
    {
        public static TableRows Read(RowReader row) => new(row.Get<string>(), row.Get<long>());
    }
}

/// <summary>A statement, what it waited for (empty: it ran), and how many connections were at it on average.</summary>
public sealed record BusyStatement(string Statement, string Wait, double Connections);
