using System.Diagnostics;
using Processes;

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
            var processes = ProcessTree.OfGraph(apphost.Pid);
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
}
