using System.Diagnostics;
using System.Globalization;
using Processes;

namespace Shop.Tests.InnerLoop;

/// <summary>The program bench/Processes, with which the benchmarks read /proc.</summary>
public sealed class ProcessTreeTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly List<Process> _started = [];

    public ProcessTreeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    [Fact]
    public async Task A_tree_contains_grandchildren_but_nothing_that_has_ended()
    {
        var root = Shell("sh -c 'sleep 601; true' & read line");
        await Eventually.WaitUntilTrueAsync(() => Commands(root).Contains("sleep 601 "), Patience, "the grandchild");

        var tree = ProcessTree.Of(root.Id);
        Process.GetProcessById(tree.Single(process => process.Command == "sleep 601 ").Pid).Kill();
        await Eventually.WaitUntilTrueAsync(() => Commands(root).Length == 1, Patience, "the end of the children");
        Assert.Equal(3, tree.Count);
        Assert.Equal(root.Id, tree.Single(ProcessTree.IsAlive).Pid);
    }

    [Fact]
    public async Task A_process_that_got_the_pid_of_another_is_not_alive()
    {
        var process = ProcessTree.Of(Shell("read line").Id).Single();

        Assert.True(ProcessTree.IsAlive(process));
        Assert.False(ProcessTree.IsAlive(process with { StartedAt = "1" }));
        Assert.Equal(2, (await RunAsync("unknown", "command")).Code);
    }

    [Fact]
    public async Task Processor_time_includes_children_that_have_ended()
    {
        var idle = Shell("read line");
        var busy = Shell("sh -c 'i=0; while [ $i -lt 1000000 ]; do i=$((i + 1)); done; exit'; echo; read line");
        await busy.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Single(Commands(busy));

        var (code, lines) = await RunAsync("cpu", $"{busy.Id}", $"{idle.Id}");

        Assert.Equal(0, code);
        Assert.Equal(2, lines.Length);
        Assert.InRange(Number(lines[0]), 50, 60_000);
        Assert.InRange(Number(lines[1]), 0, 40);
    }

    [Fact]
    public async Task Memory_is_in_megabytes()
    {
        var self = $"{Environment.ProcessId}";
        var resident = Environment.WorkingSet / 1024.0 / 1024;

        var memory = (await RunAsync("memory", self)).Lines.Single().Split(' ').Select(Number).ToList();
        var proportional = Number((await RunAsync("pss", self)).Lines.Single());

        // Other tests run in this process meanwhile.
        Assert.InRange(memory[0], resident / 2, resident * 2);
        Assert.InRange(memory[1], memory[0], double.MaxValue);
        Assert.InRange(proportional, resident / 2, double.MaxValue);
    }

    [Fact]
    public async Task A_process_is_found_by_its_command_line()
    {
        var name = $"found-{Guid.CreateVersion7()}";
        var first = Shell("read line", name);
        await Eventually.WaitUntilTrueAsync(
            () => ProcessTree.WithCommand(name).Contains(first.Id), Patience, "the command line");

        Assert.Equal($"{first.Id}", (await RunAsync("find", name)).Lines.Single());
        Assert.Equal(1, (await RunAsync("find", $"found-{Guid.CreateVersion7()}")).Code);
        Assert.NotEqual(0, (await RunAsync("cpu", $"{int.MaxValue}")).Code);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task The_end_of_a_graph_includes_its_detached_orchestrator(string signal)
    {
        var appHost = Shell("while :; do sleep 0.1; done");
        // As DCP does: nobody's child, it ends some time after the AppHost whose pid is on its command line.
        var orchestrator = Shell(
            "while kill -0 $2 2>/dev/null; do sleep 0.1; done; sleep 0.5", "dcp", "--monitor", $"{appHost.Id}");
        await Eventually.WaitUntilTrueAsync(
            () => ProcessTree.OfGraph(appHost.Id).Any(process => process.Pid == orchestrator.Id),
            Patience,
            "the orchestrator");

        var (code, lines) = await RunAsync("end", signal, $"{appHost.Id}");

        Assert.Equal(0, code);
        Assert.InRange(Number(lines.Single()), 0.5, 30);
        Assert.True(appHost.HasExited && orchestrator.HasExited);
    }

    Process Shell(string script, params string[] args)
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", script, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        })!;
        _started.Add(process);
        return process;
    }

    static string[] Commands(Process root) => [.. ProcessTree.Of(root.Id).Select(process => process.Command)];

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        var ct = TestContext.Current.CancellationToken;
        using var tool = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Repository.AssemblyOf("Processes"), .. args])
            {
                RedirectStandardOutput = true
            })!;
        var output = await tool.StandardOutput.ReadToEndAsync(ct);
        await tool.WaitForExitAsync(ct);
        return (tool.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
