using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Shop.Tests;

/// <summary>One host alone, as a process of its own without anybody's proxy in front of it, with settings that the graph's has not.</summary>
sealed partial class HostProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Process _host;

    HostProcess(Process host, Uri address) => (_host, Address) = (host, address);

    public Uri Address { get; }

    public static async Task<HostProcess> StartAsync(string project, CancellationToken ct, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(Repository.Root, "artifacts", "bin", project, Repository.Configuration.ToLowerInvariant(), $"{project}.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, project),
            RedirectStandardOutput = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" }
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var host = Process.Start(start)!;
        return new(host, await AddressAsync(host, ct));
    }

    // Now listening on: http://127.0.0.1:40123
    static async Task<Uri> AddressAsync(Process host, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (await host.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } found)
                continue;
            // What it says from now on must not fill the pipe.
            _ = host.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new(found.Groups[1].Value);
        }
        throw new InvalidOperationException("The host ended before it listened.");
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
