using System.Text.Json;

namespace Shop.Load.Reports;

/// <summary>Earlier runs that a run can be compared with: of the same profile, as long as this one.</summary>
static class EarlierRuns
{
    // Older runs say little of today's machine and shop.
    const int Newest = 10;

    /// <summary>Oldest first.</summary>
    public static async Task<List<RunResult>> ReadAsync(string folder, RunResult run, CancellationToken ct)
    {
        var runs = new List<RunResult>();
        if (!Directory.Exists(folder))
            return runs;
        foreach (var file in Directory.EnumerateFiles(folder, RunResult.FileName, SearchOption.AllDirectories))
        {
            try
            {
                var other = await RunResult.ReadAsync(file, ct);
                if (other.Profile == run.Profile && other.Scale == run.Scale && other.Run != run.Run)
                    runs.Add(other);
            }
            catch (JsonException e)
            {
                Console.Error.WriteLine($"{file} is left out: {e.Message}");
            }
        }
        return [.. runs.OrderBy(other => other.StartedAt).TakeLast(Newest)];
    }
}
