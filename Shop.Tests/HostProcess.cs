using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Shop.Tests;

/// <summary>One host in a process of its own, without a proxy in front of it and with settings of its own.</summary>
sealed partial class HostProcess : IAsyncDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    readonly Process _host;
    readonly ConcurrentQueue<string> _lines = new();

    HostProcess(Process host) => _host = host;

    public Uri Address { get; private set; } = null!;

    /// <summary>The console output so far.</summary>
    public string Console => string.Join('\n', _lines);

    public static async Task<HostProcess> StartAsync(
        string project, CancellationToken ct, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Repository.AssemblyOf(project), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, project),
            RedirectStandardOutput = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" }
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var host = new HostProcess(Process.Start(start)!);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = host.ListenAsync(listening);
        host.Address = await listening.Task.WaitAsync(Timeout, ct);
        return host;
    }

    // Now listening on: http://127.0.0.1:40123
    async Task ListenAsync(TaskCompletionSource<Uri> listening)
    {
        while (await _host.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            if (Listening().Match(line) is { Success: true } found)
                listening.TrySetResult(new(found.Groups[1].Value));
        }
        listening.TrySetException(new InvalidOperationException($"The host ended before it listened.\n{Console}"));
    }

    /// <summary>
    /// Sends SIGTERM, as a container engine does, and returns how long the shutdown took. A process that a script has
    /// started in the background ignores SIGINT, and so do those that it starts.
    /// </summary>
    public async Task<TimeSpan> TerminateAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", $"{_host.Id}"]);
        await _host.WaitForExitAsync(ct).WaitAsync(Timeout, ct);
        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        _host.Kill();
        await _host.WaitForExitAsync();
        _host.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://127[^ ]+)")]
    private static partial Regex Listening();
}
