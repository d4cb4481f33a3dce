using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// Ends Aspire's orchestrator (DCP) with the AppHost. Its server ends with the last resource, but the process of its
/// controllers looks only every two seconds whether the server still exists.
/// </summary>
sealed class OrchestratorShutdown : IHostedLifecycleService
{
    readonly List<(Process Process, string[] Arguments)> _controllers = [];

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux())
            _controllers.AddRange(MonitorsOf(Environment.ProcessId).SelectMany(server => MonitorsOf(server.Process.Id)));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Runs after every hosted service has stopped, Aspire's own included, which waits until DCP has cleaned up.
    /// </summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (var (controllers, arguments) in _controllers)
        {
            // Having finished its cleanup, it ignores SIGTERM.
            controllers.Kill();
            if (Array.IndexOf(arguments, "--notification-socket") is >= 0 and var i)
                File.Delete(arguments[i + 1]);
        }
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // dcp start-apiserver --monitor <AppHost> ..., dcp run-controllers ... --monitor <API server> ...
    static List<(Process Process, string[] Arguments)> MonitorsOf(int pid)
    {
        var found = new List<(Process, string[])>();
        foreach (var process in Process.GetProcessesByName("dcp"))
        {
            var arguments = ArgumentsOf(process);
            if (Array.IndexOf(arguments, "--monitor") is > 0 and var i && arguments[i + 1] == $"{pid}" && arguments[1] != "monitor-process")
                found.Add((process, arguments));
        }
        return found;
    }

    static string[] ArgumentsOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to another user.
            return [];
        }
    }
}
