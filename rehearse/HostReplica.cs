using System.Diagnostics;
using System.Globalization;

namespace Rehearsal;

/// <summary>
/// One replica of a host: the program of its image, with the variables of image and manifest and nothing else.
/// </summary>
sealed class HostReplica(string name, string program, int port, string log, long memory) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    // As terminationGracePeriodSeconds of the templates.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    readonly HttpClient _probe = new()
    {
        BaseAddress = new($"http://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromSeconds(3)
    };
    Process? _process;

    public string Name => name;

    public int Port => port;

    /// <summary>The most memory that the replica used, and what its container may use, in bytes.</summary>
    public (long Used, long Limit) Memory => (PeakOf(_process!.Id), memory);

    public void Start(IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(environment)
        {
            // A host has no place of its own to write to: its image may be mounted read-only.
            ["HOME"] = "/",
            ["TMPDIR"] = "/",
            // What .NET computes from the memory limit of a container.
            ["DOTNET_GCHeapHardLimit"] = (memory / 4 * 3).ToString("x", CultureInfo.InvariantCulture)
        };
        // A container runs as a user who owns nothing. Only root can become one.
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "dotnet", program]
            : ["dotnet", program];
        _process?.Dispose();
        _process = Processes.Start(log, Path.GetDirectoryName(program)!, all, command, inherits: false);
    }

    public async Task WaitUntilReadyAsync(CancellationToken ct) =>
        await Processes.UntilAsync($"{name} is ready", Patience, async () =>
        {
            if (_process!.HasExited)
                throw new StepFailedException($"{name} ended with {_process.ExitCode}; see {Path.GetFileName(log)}.");
            return await StatusAsync("/ready", ct) == 200;
        }, ct);

    public async Task<int?> StatusAsync(string path, CancellationToken ct)
    {
        try
        {
            using var answer = await _probe.GetAsync(path, ct);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>SIGTERM, as from the orchestrator. Returns how long the host took to finish its work.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await Processes.StopAsync(_process!, "TERM", Grace);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Waits for a host that must not start.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await _process!.WaitForExitAsync(ct).WaitAsync(Patience, ct);
        return _process.ExitCode;
    }

    // VmHWM:	  164320 kB
    static long PeakOf(int process) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) * 1024;

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
