using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shop.Load.Leading;

namespace Shop.Tests.Load;

/// <summary>Locust itself, as a master with load/locustfile.py.</summary>
sealed class LocustMaster : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly int _pagePort = FreePort();
    Process? _locust;

    public LocustMaster() => Page = new(Address);

    public int Port { get; } = FreePort();
    public Uri Address => new($"http://127.0.0.1:{_pagePort}");
    public MasterPage Page { get; }

    public static void Require() => Browser.Require.Unless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, "locust"))),
        "Locust",
        "./dev test installs python3-locust on Debian, pip install locust does elsewhere");

    public async Task StartAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo(
            "locust",
            [
                "-f", Path.Combine(Repository.Root, "load/locustfile.py"), "--master",
                "--master-bind-host", "127.0.0.1", "--master-bind-port", $"{Port}",
                "--web-host", "127.0.0.1", "--web-port", $"{_pagePort}"
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" }
        };
        _locust = Process.Start(start)!;
        _locust.OutputDataReceived += (_, _) => { };
        _locust.ErrorDataReceived += (_, _) => { };
        _locust.BeginOutputReadLine();
        _locust.BeginErrorReadLine();
        await Eventually.WaitUntilAsync(
            () => Page.StatusAsync(ct), status => status is not null, Patience, "Locust's page");
    }

    /// <summary>As if its machine had lost power.</summary>
    public async Task KillAsync()
    {
        _locust!.Kill();
        await _locust.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and returns its exit code.</summary>
    public async Task<int> QuitAsync(CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_locust!.Id}"]);
        await _locust.WaitForExitAsync(ct).WaitAsync(Patience, ct);
        return _locust.ExitCode;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Page.Dispose();
        if (_locust is null)
            return;
        if (!_locust.HasExited)
            await KillAsync();
        _locust.Dispose();
    }
}
