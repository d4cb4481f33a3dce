using System.Diagnostics;
using System.Globalization;
using Processes;

// Reads /proc for the benchmarks. They run it before and after what they measure, never meanwhile, because its start
// alone takes some 50 ms of processor time.
try
{
    return await RunAsync(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> RunAsync(string[] args)
{
    switch (args)
    {
        // Milliseconds of processor time, a line for each process with its descendants.
        case ["cpu", .. var pids]:
            foreach (var pid in pids)
                Print("0", ProcessTree.ProcessorTime(Number(pid)).TotalMilliseconds);
            return 0;
        // Megabytes now, and at most so far.
        case ["memory", var pid]:
            var (now, peak) = ProcessTree.Memory(Number(pid));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now:0} {peak:0}"));
            return 0;
        // Megabytes of a process and its descendants, shared pages counted in proportion.
        case ["pss", var pid]:
            Print("0", ProcessTree.ProportionalMemory(Number(pid)));
            return 0;
        // The oldest process with this text in its command line.
        case ["find", var text]:
            if (ProcessTree.WithCommand(text).FirstOrDefault() is not (> 0 and var found))
                return 1;
            Console.WriteLine(found);
            return 0;
        // Sends the signal to an AppHost: the seconds until no process of its graph is left.
        case ["end", var signal, var appHost]:
            Print("0.00", await EndAsync(signal, Number(appHost)));
            return 0;
        default:
            Console.Error.WriteLine("cpu <pid>... | memory <pid> | pss <pid> | find <text> | end <signal> <pid>");
            return 2;
    }
}

static async Task<double> EndAsync(string signal, int appHost)
{
    var processes = ProcessTree.OfGraph(appHost);
    var watch = Stopwatch.StartNew();
    using (var kill = Process.Start("kill", [$"-{signal}", $"{appHost}"]))
        await kill.WaitForExitAsync();
    while (processes.Any(ProcessTree.IsAlive))
        await Task.Delay(20);
    return watch.Elapsed.TotalSeconds;
}

static int Number(string pid) => int.Parse(pid, CultureInfo.InvariantCulture);

static void Print(string format, double value) =>
    Console.WriteLine(value.ToString(format, CultureInfo.InvariantCulture));
