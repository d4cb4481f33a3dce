using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// Ends Aspire's orchestrator (DCP) with the AppHost. Its server ends with the last resource, but the process of its
/// controllers checks only every two seconds whether the server still exists.
/// </summary>
static class OrchestratorShutdown
{
    public static void AddOrchestratorShutdown(this IDistributedApplicationBuilder builder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            var lifetime = start.Services.GetRequiredService<IHostApplicationLifetime>();
            List<(Process Process, string[] Arguments)> controllers = [];
            lifetime.ApplicationStopping.Register(() => controllers = Controllers());
            // It runs after every hosted service, Aspire's own included, which waits until DCP has cleaned up.
            lifetime.ApplicationStopped.Register(() => End(controllers));
            return Task.CompletedTask;
        });
    }

    static List<(Process Process, string[] Arguments)> Controllers() =>
        [.. MonitorsOf(Environment.ProcessId).SelectMany(server => MonitorsOf(server.Process.Id))];

    static void End(List<(Process Process, string[] Arguments)> controllers)
    {
        foreach (var (process, arguments) in controllers)
        {
            // After its cleanup it ignores SIGTERM.
            process.Kill();
            if (Array.IndexOf(arguments, "--notification-socket") is >= 0 and var i)
                File.Delete(arguments[i + 1]);
        }
    }

    // dcp start-apiserver --monitor <AppHost> ..., dcp run-controllers ... --monitor <API server> ...
    static List<(Process Process, string[] Arguments)> MonitorsOf(int pid)
    {
        var found = new List<(Process, string[])>();
        foreach (var process in Process.GetProcessesByName("dcp"))
        {
            var arguments = ArgumentsOf(process);
            if (Array.IndexOf(arguments, "--monitor") is > 0 and var i
                && arguments[i + 1] == $"{pid}"
                && arguments[1] != "monitor-process")
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
            // It has ended, or belongs to another user.
            return [];
        }
    }
}
