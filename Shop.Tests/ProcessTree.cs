using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace Shop.Tests;

/// <summary>Processes and their parents in /proc, to find those that outlive their parent.</summary>
static class ProcessTree
{
    /// <summary>The processes and their descendants, each with its start time, since a pid may be reused.</summary>
    public static IReadOnlyList<(int Pid, string StartedAt, string Command)> Of(params IEnumerable<int> roots)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture)))
            .OfType<(int Pid, int Parent, string StartedAt, string Command)>()
            .ToList();
        var found = roots.ToHashSet();
        while (all.Any(process => found.Contains(process.Parent) && found.Add(process.Pid)))
        {
        }
        return
        [
            .. from process in all
               where found.Contains(process.Pid)
               select (process.Pid, process.StartedAt, process.Command)
        ];
    }

    public static bool IsAlive((int Pid, string StartedAt, string Command) process) =>
        Read(process.Pid) is { } now && now.StartedAt == process.StartedAt;

    public static IReadOnlyList<int> ListeningPorts() =>
    [
        .. IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(listener => IPAddress.IsLoopback(listener.Address))
            .Select(listener => listener.Port)
    ];

    // 4711 (name with spaces) S 1 ... : the 22nd field is the start time. Zombies have state Z and are ignored.
    static (int Pid, int Parent, string StartedAt, string Command)? Read(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] is "Z" or "X")
                return null;
            var parent = int.Parse(fields[1], CultureInfo.InvariantCulture);
            return (pid, parent, fields[19], File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' '));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
