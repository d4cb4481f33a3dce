using System.Diagnostics;
using AppHost.Servers;

namespace Shop.Tests.Monitoring;

/// <summary>Programs of Prometheus' packages.</summary>
static class Programs
{
    public static string? Find(string program) => ServerPrograms.OnPath(program);

    /// <summary>Runs it among the rules, and returns its exit code with all that it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string program, CancellationToken ct, params string[] args)
    {
        Assert.SkipWhen(Find(program) is null, $"{program} is not installed: ./dev setup --monitoring");
        using var process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Path.Combine(Repository.Root, "ops/prometheus"),
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, string.Join('\n', said));
    }
}
