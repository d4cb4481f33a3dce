using Npgsql;
using Shop.Database;

namespace Shop.Pilot.Requests;

/// <summary>
/// Adds up minutes to hours and hours to days. It overwrites the newest ones as a whole, so running it again, or twice
/// at once, changes nothing.
/// </summary>
public sealed class RequestRollUp(NpgsqlDataSource database, TimeProvider time)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await database.ExecuteAsync(RequestStore.CreateDays, ct);
        await RollUpAsync(RequestStep.Minute, RequestStep.Hour, ct);
        await RollUpAsync(RequestStep.Hour, RequestStep.Day, ct);
    }

    async Task RollUpAsync(RequestStep from, RequestStep to, CancellationToken ct)
    {
        // Measurements of the last minutes of an hour may come in the next one. After an outage, the newest interval
        // that was written is the first that is incomplete.
        var earlier = to.Start(time.GetUtcNow().UtcDateTime.AddMinutes(-(int)to));
        var newest = await database.ScalarAsync<DateTime?>(
            $"select max(at) from pilot.request_intervals where minutes = {(short)to}", ct);
        var start = newest is null ? DateTime.UnixEpoch : newest < earlier ? newest.Value : earlier;
        for (var at = await FirstAsync(from, to.Start(start), ct); at is not null;)
        {
            var interval = to.Start(at.Value);
            var end = interval.AddMinutes((int)to);
            await WriteAsync(from, to, interval, end, ct);
            at = await FirstAsync(from, end, ct);
        }
    }

    Task<DateTime?> FirstAsync(RequestStep step, DateTime from, CancellationToken ct) =>
        database.ScalarAsync<DateTime?>(
            $"select min(at) from pilot.request_intervals where minutes = {(short)step} and at >= {from}", ct);

    async Task WriteAsync(RequestStep from, RequestStep to, DateTime start, DateTime end, CancellationToken ct)
    {
        var rows = await database.QueryAsync<RequestIntervalRow>(
            $"""
            select {RequestIntervalRow.Columns} from pilot.request_intervals
            where minutes = {(short)from} and at >= {start} and at < {end}
            """, ct);
        Dictionary<RequestKey, RequestSums> all = [];
        foreach (var row in rows)
        {
            var key = new RequestKey(to, start, row.Route, row.Status, 0);
            if (!all.TryGetValue(key, out var sums))
                all.Add(key, sums = new());
            sums.Add(row);
        }
        await database.ExecuteAsync(RequestIntervals.Write(all), ct);
    }
}
