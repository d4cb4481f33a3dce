using System.Diagnostics;

namespace TicketSales;

/// <summary>How a process of the importer ended.</summary>
public sealed record Ended(int ExitCode, string Output, TimeSpan Time, long PeakMemory);

/// <summary>Runs the importer as those do who run it alone: a process with its settings in the environment.</summary>
public sealed class Importer(string worker, string connectionString)
{
    // In kilobytes: VmHWM:	   98304 kB
    const string Peak = "VmHWM:";

    public Uri? QTickets { get; init; }

    /// <summary>The process is killed when the task ends, unless it has ended before.</summary>
    public async Task<Ended> RunAsync(IEnumerable<string> args, CancellationToken ct, Task? killWhen = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.GetFullPath(worker), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__shopdb"] = connectionString,
                ["ConnectionStrings__tickets"] = connectionString,
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "",
                ["Tickets__Import__Pause"] = "00:00:00.2",
                ["Logging__LogLevel__Default"] = "Warning"
            }
        };
        if (QTickets is { } address)
        {
            start.Environment["Tickets__QTickets__BaseAddress"] = address.ToString();
            start.Environment["Tickets__QTickets__Token"] = "token";
        }
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        var ended = process.WaitForExitAsync(ct);
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            if (killWhen is { IsCompleted: true })
                process.Kill(entireProcessTree: true);
            await Task.WhenAny(ended, timer.WaitForNextTickAsync(ct).AsTask());
        }
        await ended;
        return new(process.ExitCode, string.Join('\n', await output).Trim(), watch.Elapsed, peak);
    }

    static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(
                line => line.StartsWith(Peak, StringComparison.Ordinal));
            return long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), null) * 1024;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has just ended, or this is not Linux.
            return 0;
        }
    }
}
