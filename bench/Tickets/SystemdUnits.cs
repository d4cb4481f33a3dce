using System.Diagnostics;

namespace TicketSales;

/// <summary>The units for those who run the importer alone.</summary>
public static class SystemdUnits
{
    /// <summary>
    /// Checks them with <c>systemd-analyze verify</c>, with a program that exists in place of the installed one.
    /// Returns what was checked, and throws when something is wrong.
    /// </summary>
    public static async Task<string> VerifyAsync(string folder, CancellationToken ct)
    {
        var units = Directory.GetFiles(folder, "shop-tickets.*").Order(StringComparer.Ordinal).ToList();
        EndToEnd.Require(units.Count == 2, $"{folder} has {units.Count} units, not a service and a timer.");
        if (!File.Exists("/usr/bin/systemd-analyze"))
            return "the units are there; systemd-analyze is not, so they were not verified";
        var copies = Directory.CreateTempSubdirectory("shop-units-").FullName;
        try
        {
            foreach (var unit in units)
            {
                var text = await File.ReadAllTextAsync(unit, ct);
                await File.WriteAllTextAsync(
                    Path.Combine(copies, Path.GetFileName(unit)),
                    text.Replace("/opt/shop/Shop.Worker", "/bin/true", StringComparison.Ordinal),
                    ct);
            }
            var files = Directory.GetFiles(copies).Order(StringComparer.Ordinal);
            var start = new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--man=no", .. files])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                Environment = { ["SYSTEMD_UNIT_PATH"] = $"{copies}:" }
            };
            using var verify = Process.Start(start)!;
            var output = await Task.WhenAll(
                verify.StandardOutput.ReadToEndAsync(ct), verify.StandardError.ReadToEndAsync(ct));
            await verify.WaitForExitAsync(ct);
            // An unknown key is only a line of its output. Lines about other units of this machine do not matter.
            var problems = string.Concat(output).Split('\n').Where(
                line => line.Contains("shop-tickets.", StringComparison.Ordinal));
            EndToEnd.Require(
                verify.ExitCode == 0 && !problems.Any(), $"systemd-analyze verify: {string.Concat(output).Trim()}");
            return "systemd-analyze verifies the service and the timer";
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }
}
