using System.Diagnostics;
using Npgsql;
using Shop.Database;
using Shop.Pilot.Requests;

namespace Requests;

/// <summary>What the dashboard reads, over 30 days with 10,000,000 requests.</summary>
static class Month
{
    const int Days = 30;
    const int Routes = 150;
    const int PerRouteAndHour = 10_000_000 / (Days * 24 * Routes);
    const int Rounds = 7;

    public static async Task MeasureAsync(NpgsqlDataSource database)
    {
        var ct = CancellationToken.None;
        var today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        await FillAsync(database, today, ct);
        await database.ExecuteAsync($"analyze pilot.request_intervals", ct);
        var store = new RequestStore(database);
        DateTimeOffset to = today, from = to.AddDays(-Days);
        await TimeAsync("overview by day, 30 days", () => store.OverviewAsync(from, to, ct));
        await TimeAsync("overview by hour, 30 days", () => store.OverviewAsync(from, to, ct, step: RequestStep.Hour));
        await TimeAsync("total, 30 days", () => store.TotalAsync(from, to, ct));
        await TimeAsync("routes, 30 days", () => store.RoutesAsync(from, to, ct));
        await TimeAsync("routes by hour, 2 days", () => store.RoutesAsync(to.AddDays(-2), to, ct));
        var last = DateOnly.FromDateTime(today).AddDays(-1);
        await TimeAsync("slow requests of a day", () => store.SlowOfAsync(last, ct));
        await TimeAsync("funnel, 30 days", () => store.FunnelAsync(last.AddDays(-Days), last, ct));
        Console.WriteLine($"The total has {(await store.TotalAsync(from, to, ct)).Count:N0} requests.");
    }

    static async Task TimeAsync<T>(string name, Func<Task<T>> read)
    {
        await read();
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await read();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine($"{name,-28} {times[Rounds / 2],7:N1} ms, at most {times[^1]:N1} ms (budget 300)");
    }

    // As the roll-up writes them: a row per route and hour or day, and one for all routes.
    static async Task FillAsync(NpgsqlDataSource database, DateTime today, CancellationToken ct)
    {
        var random = new Random(1);
        var total = await AddRouteAsync(database, "", "", ct);
        var routes = new int[Routes];
        for (var i = 0; i < Routes; i++)
            routes[i] = await AddRouteAsync(database, "GET", $"/month/{i}", ct);
        for (var day = today.AddDays(-Days); day < today; day = day.AddDays(1))
        {
            var (ofDay, all) = (Array.ConvertAll(routes, _ => new Histogram()), new Histogram());
            for (var hour = 0; hour < 24; hour++)
            {
                var (ofHour, allOfHour) = (Array.ConvertAll(routes, _ => new Histogram()), new Histogram());
                for (var i = 0; i < Routes; i++)
                {
                    for (var n = 0; n < PerRouteAndHour; n++)
                        ofHour[i].Add((long)(3_000 * Math.Exp(random.NextDouble() * 5 - 1)));
                    ofDay[i].Add(ofHour[i].ToBytes());
                    allOfHour.Add(ofHour[i].ToBytes());
                }
                all.Add(allOfHour.ToBytes());
                await AddAsync(database, 60, day.AddHours(hour), [.. routes, total], [.. ofHour, allOfHour], ct);
            }
            await AddAsync(database, 1440, day, [.. routes, total], [.. ofDay, all], ct);
        }
    }

    static Task<int> AddRouteAsync(NpgsqlDataSource database, string method, string route, CancellationToken ct) =>
        database.ScalarAsync<int>(
            $"""
            insert into pilot.request_routes (source, method, route) values ('api', {method}, {route})
            on conflict (source, method, route) do update set route = excluded.route returning id
            """, ct);

    static Task<int> AddAsync(
        NpgsqlDataSource database, int minutes, DateTime at, int[] routes, Histogram[] sums, CancellationToken ct)
    {
        var (counts, histograms) = (
            Array.ConvertAll(sums, sum => sum.Count), Array.ConvertAll(sums, sum => sum.ToBytes()));
        return database.ExecuteAsync(
            $"""
            insert into pilot.request_intervals
            select {minutes}, {at}, route, 200, 0, n, n / 100, 0, 0, n * 10000, 400000, null, n * 2, 9, null, n * 900, histogram
            from unnest({routes}, {counts}, {histograms}) r (route, n, histogram)
            """, ct);
    }
}
