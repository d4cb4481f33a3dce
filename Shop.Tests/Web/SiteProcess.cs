using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Shop.Tests.Web;

/// <summary>The site alone, as a process of its own, with these settings.</summary>
sealed partial class SiteProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Process _site;

    public SiteProcess(Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(Repository.Root, "artifacts", "bin", "Shop.Web", Repository.Configuration.ToLowerInvariant(), "Shop.Web.dll"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "Shop.Web"),
            RedirectStandardOutput = true,
            Environment = { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" }
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _site = Process.Start(start)!;
    }

    // Now listening on: http://127.0.0.1:40123
    public async Task<Uri> AddressAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (await _site.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (Listening().Match(line) is { Success: true } found)
                return new(found.Groups[1].Value);
        throw new InvalidOperationException("The site ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _site.Kill();
        await _site.WaitForExitAsync();
        _site.Dispose();
    }

    [GeneratedRegex("Now listening on: (http://127[^ ]+)")]
    private static partial Regex Listening();
}
