using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.Pilot.Requests;

namespace Requests;

/// <summary>10,000 measurements a second through one process, as the API writes them.</summary>
static class Throughput
{
    const int PerSecond = 10_000;
    const int Routes = 100;
    static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static async Task MeasureAsync(NpgsqlDataSource database)
    {
        var recorder = new RequestRecorder();
        var writer = new RequestWriter(
            database,
            recorder,
            new(NullLogger<RequestWarnings>.Instance, TimeProvider.System),
            Options.Create(new RequestOptions()),
            TimeProvider.System);
        Record(recorder, 0);
        await writer.WriteAsync(CancellationToken.None);
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        process.Refresh();
        var (memory, most, cpu) = (process.WorkingSet64, 0L, process.TotalProcessorTime);

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(writer, stop.Token));
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var recorded = 1L;
        for (var tick = 0; watch.Elapsed < Length && await timer.WaitForNextTickAsync(); tick++)
        {
            for (; recorded < watch.Elapsed.TotalSeconds * PerSecond; recorded++)
                Record(recorder, recorded);
            // Reading the memory costs more than recording a hundred requests.
            if (tick % 20 > 0)
                continue;
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
        }
        await stop.CancelAsync();
        await writing;
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;

        var stored = await database.ScalarAsync<long>($"select count(*) from pilot.requests", CancellationToken.None);
        Console.WriteLine(
            $"{recorded / watch.Elapsed.TotalSeconds:N0} requests/s recorded for {watch.Elapsed.TotalSeconds:N0} s: "
                + $"{recorded - stored} of {recorded} lost (budget 0), {(most - memory) / 1e6:N0} MB more (budget 64), "
                + $"{used.TotalMicroseconds / recorded:N1} µs of CPU each in this process");
    }

    static async Task WriteAsync(RequestWriter writer, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(RequestWriter.Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await WriteAllAsync(writer);
        }
        catch (OperationCanceledException)
        {
            await WriteAllAsync(writer);
        }
    }

    static async Task WriteAllAsync(RequestWriter writer)
    {
        while (await writer.WriteAsync(CancellationToken.None))
        {
        }
    }

    static readonly string[] RouteNames =
        [.. Enumerable.Range(0, Routes).Select(number => $"/api/bench/{number}/{{id:guid}}")];

    static readonly Guid Someone = Guid.CreateVersion7();

    static void Record(RequestRecorder recorder, long number) => recorder.Record(new()
    {
        Source = RequestSource.Api,
        Method = "GET",
        Route = RouteNames[number % Routes],
        Status = (short)(number % 50 == 0 ? 404 : 200),
        At = TimeProvider.System.GetUtcNow().UtcDateTime,
        Duration = TimeSpan.FromMicroseconds(500 + number * 7919 % 40_000),
        Statements = (int)(number % 5),
        SqlTime = TimeSpan.FromMicroseconds(300),
        User = number % 2 == 0 ? Someone : null,
        Trace = Someone
    });
}
