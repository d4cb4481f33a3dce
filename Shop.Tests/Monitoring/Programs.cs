using System.Diagnostics;
using AppHost.Servers;
using Shop.Tests.Browser;

namespace Shop.Tests.Monitoring;

/// <summary>Programs of Prometheus' packages.</summary>
static class Programs
{
    public static string? Find(string program) => ServerPrograms.OnPath(program);

    /// <summary>Runs it among the rules, and returns its exit code with all that it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(
        string program, CancellationToken ct, params string[] args)
    {
        Require.Unless(Find(program) is not null, program, "./dev setup --monitoring installs it");
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
