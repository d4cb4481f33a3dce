using System.Globalization;
using Shop.Load.Reports;
using Shop.Load.Statistics;

namespace Shop.Load.Leading;

/// <summary>The memory of the shop's processes on this machine, measured again and again during a run.</summary>
sealed class HostProcesses(string folder, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    static readonly string[] Hosts = ["Shop.Api", "Shop.Web", "Shop.Worker"];

    // Before that, code is compiled and caches are filled.
    const double WarmUp = 0.25;

    readonly SortedDictionary<(string Host, int Pid), List<double>> _megabytes = [];

    /// <summary>What each process held after the warm-up, at the end, and at most.</summary>
    public List<HostMemory> Memory =>
    [
        .. from process in _megabytes
           let all = process.Value
           where all.Count >= 8
           let quarter = all.Count / 4
           let warm = Median.Of(all.GetRange((int)(all.Count * WarmUp), quarter))
           let last = Median.Of(all.GetRange(all.Count - quarter, quarter))
           select new HostMemory(
               $"{process.Key.Host} {process.Key.Pid}",
               Math.Round(warm, 1),
               Math.Round(last, 1),
               Math.Round(all.Max(), 1))
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        if (!Directory.Exists("/proc"))
            return;
        var processes = Find(folder);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                foreach (var process in processes)
                {
                    if (MegabytesOf(process.Pid) is not (> 0 and var megabytes))
                        continue;
                    if (!_megabytes.TryGetValue(process, out var all))
                        _megabytes[process] = all = [];
                    all.Add(megabytes);
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    /// <summary>Where the processes of a checkout serve their metrics.</summary>
    public static IReadOnlyList<Uri> MetricsPages(string folder) => !Directory.Exists("/proc")
        ? []
        :
        [
            .. from process in Find(folder)
               let port = VariableOf(process.Pid, "Metrics__Port")
               where port.Length > 0
               orderby process
               select new Uri($"http://127.0.0.1:{port}/metrics")
        ];

    // Name=value, each ended by a zero.
    static string VariableOf(int pid, string name) => Read($"/proc/{pid}/environ").Split('\0')
        .Where(variable => variable.StartsWith($"{name}=", StringComparison.Ordinal))
        .Select(variable => variable[(name.Length + 1)..])
        .FirstOrDefault("");

    // dotnet exec /checkout/artifacts/bin/Shop.Api/debug/Shop.Api.dll
    static List<(string Host, int Pid)> Find(string folder)
    {
        var found = new List<(string, int)>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid))
                continue;
            var command = Read($"{directory}/cmdline").Replace('\0', ' ');
            var host = Hosts.FirstOrDefault(host =>
                command.Contains($"/{host}.dll", StringComparison.Ordinal)
                && command.Contains(folder, StringComparison.Ordinal));
            if (host is not null)
                found.Add((host, pid));
        }
        return found;
    }

    // VmRSS:	  164112 kB
    static double? MegabytesOf(int pid) => Read($"/proc/{pid}/status").Split('\n')
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line[6..^3], CultureInfo.InvariantCulture) / 1024)
        .FirstOrDefault();

    static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or belongs to somebody else.
            return "";
        }
    }
}
