using System.Diagnostics;

namespace Shop.Tests.Pilot.Health;

/// <summary>The program Shop.Checks, run as a person runs it.</summary>
sealed record ChecksProgram(int ExitCode, string Output, string Errors)
{
    public static async Task<ChecksProgram> RunAsync(CancellationToken ct, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Repository.AssemblyOf("Shop.Checks"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var program = Process.Start(start)!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(ct), program.StandardError.ReadToEndAsync(ct));
        await program.WaitForExitAsync(ct);
        return new(program.ExitCode, await output, await errors);
    }
}
