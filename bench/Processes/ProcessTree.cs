using System.Globalization;

namespace Processes;

/// <summary>A process that runs. A pid may be reused, so the start time belongs to it.</summary>
public sealed record RunningProcess(int Pid, string StartedAt, string Command);

/// <summary>Processes and their parents in /proc, to find those that outlive their parent.</summary>
public static class ProcessTree
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);

    /// <summary>The processes and their descendants.</summary>
    public static IReadOnlyList<RunningProcess> Of(params IEnumerable<int> roots) =>
    [
        .. from process in Descendants([.. ReadAll()], roots)
           where !process.HasEnded
           select new RunningProcess(process.Pid, process.StartedAt, CommandOf(process.Pid))
    ];

    /// <summary>
    /// The processes of a graph. Aspire's orchestrator, DCP, detaches itself and has the AppHost's pid on its command
    /// line.
    /// </summary>
    public static IReadOnlyList<RunningProcess> OfGraph(int appHost) =>
        Of([appHost, .. WithCommand("dcp", $"--monitor {appHost} ")]);

    /// <summary>The processes, oldest first, whose command lines contain all texts.</summary>
    public static IEnumerable<int> WithCommand(params string[] texts) =>
        from process in ReadAll().ToList()
        orderby long.Parse(process.StartedAt, CultureInfo.InvariantCulture)
        where process.Pid != Environment.ProcessId
        let command = CommandOf(process.Pid)
        where texts.All(text => command.Contains(text, StringComparison.Ordinal))
        select process.Pid;

    public static bool IsAlive(RunningProcess process) =>
        Read(process.Pid) is { HasEnded: false } now && now.StartedAt == process.StartedAt;

    /// <summary>What the process and its descendants, living or ended, have used, in user and system mode.</summary>
    public static TimeSpan ProcessorTime(int pid) =>
        Descendants(Existing(pid), [pid]).Sum(process => process.Ticks) * ClockTick;

    /// <summary>The megabytes that the process holds, and has held at most.</summary>
    public static (double Now, double Peak) Memory(int pid) =>
        (Megabytes($"/proc/{pid}/status", "VmRSS"), Megabytes($"/proc/{pid}/status", "VmHWM"));

    /// <summary>
    /// The megabytes of a process and its descendants: each page counts in proportion to the processes that share it.
    /// </summary>
    public static double ProportionalMemory(int pid) =>
        Descendants(Existing(pid), [pid]).Sum(process => Megabytes($"/proc/{process.Pid}/smaps_rollup", "Pss"));

    static List<Entry> Existing(int pid)
    {
        var all = ReadAll().ToList();
        return all.Exists(process => process.Pid == pid)
            ? all
            : throw new ArgumentException($"There is no process {pid}.");
    }

    static IEnumerable<Entry> Descendants(List<Entry> all, IEnumerable<int> roots)
    {
        var found = roots.ToHashSet();
        while (all.Any(process => found.Contains(process.Parent) && found.Add(process.Pid)))
        {
        }
        return all.Where(process => found.Contains(process.Pid));
    }

    static IEnumerable<Entry> ReadAll() =>
        Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var pid) ? Read(pid) : null)
            .OfType<Entry>();

    // 4711 (name with spaces) S 1 ...: the third field is the state, Z for a zombie. The fourth is the parent, 14 to 17
    // are the ticks of the process and of its children that have ended, and 22 is the start time.
    static Entry? Read(int pid)
    {
        var stat = ReadFile($"/proc/{pid}/stat");
        if (stat.Length == 0)
            return null;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new(
            pid,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            fields[19],
            fields[0] is "Z" or "X",
            fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
    }

    static string CommandOf(int pid) => ReadFile($"/proc/{pid}/cmdline").Replace('\0', ' ');

    // VmRSS:	  164112 kB
    static double Megabytes(string file, string field) =>
        ReadFile(file).Split('\n')
            .Where(line => line.StartsWith($"{field}:", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(field.Length + 1)..^3], CultureInfo.InvariantCulture)) / 1024;

    /// <summary>Empty when the process has just ended or belongs to another user.</summary>
    static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    sealed record Entry(int Pid, int Parent, string StartedAt, bool HasEnded, long Ticks);
}
