using System.Diagnostics;

namespace Shop.Tests.InnerLoop;

public class KilledAppHostTests
{
    [Fact]
    public async Task Killing_the_AppHost_leaves_no_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var data = AppHostProcess.NewDataDirectory();
        await using (var apphost = AppHostProcess.Start(data, new Dictionary<string, string?>()))
        {
            await apphost.WaitUntilHealthyAsync();
            var processes = DescendantsIncludingDetached(apphost.Pid, data);
            Assert.True(processes.Count >= 9, string.Join('\n', processes));

            apphost.Kill();
            var watch = Stopwatch.StartNew();
            // Takes ten seconds on an idle machine, which `./dev bench start` measures. Here other tests run meanwhile.
            await Eventually.WaitUntilAsync(
                () => Task.FromResult(string.Join('\n', processes.Where(ProcessTree.IsAlive))),
                left => left.Length == 0,
                TimeSpan.FromSeconds(30),
                "nothing left after kill -9");
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"nothing left {watch.Elapsed.TotalSeconds:0.0} s after kill -9");
            Directory.CreateDirectory(data);
        }
    }

    /// <summary>DCP detaches itself, so it is found by the AppHost's pid on its command line.</summary>
    static IReadOnlyList<(int Pid, string StartedAt, string Command)> DescendantsIncludingDetached(
        int apphost, string data)
    {
        var orchestrators = Process.GetProcesses().Select(process => process.Id)
            .Where(pid => File.Exists($"/proc/{pid}/cmdline")
                && ReadCommand(pid) is var command
                && command.Contains("dcp", StringComparison.Ordinal)
                && command.Contains($"--monitor\0{apphost}\0", StringComparison.Ordinal));
        return ProcessTree.Of([apphost, .. orchestrators]);
    }

    static string ReadCommand(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
