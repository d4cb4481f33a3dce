using Npgsql;

namespace Rehearsal.Steps;

/// <summary>What a rehearsal has left behind.</summary>
static class Closing
{
    // Shorter values, such as a shop's number, are in logs for other reasons.
    const int ShortestSecret = 8;

    public static Task Memory(Stage stage, Facts facts)
    {
        var over = new List<string>();
        foreach (var (host, replicas) in stage.Hosts)
        {
            var (used, limit) = (replicas.Max(replica => replica.Memory.Used) >> 20, replicas[0].Memory.Limit >> 20);
            facts.Add(host, $"{used} of {limit} MB");
            if (used > limit)
                over.Add(host);
        }
        StepFailedException.If(over.Count > 0, $"More than the limit: {string.Join(", ", over)}.");
        return Task.CompletedTask;
    }

    public static async Task StopAsync(Stage stage, Facts facts)
    {
        var took = await Task.WhenAll(stage.AllHosts.Select(replica => replica.StopAsync()));
        facts.Seconds("within", took.Max());
        StepFailedException.If(took.Max() > TimeSpan.FromSeconds(30), "A host took more than 30 s.");
        StepFailedException.If(
            stage.Network.Refused.Count > 0, $"Hosts called {string.Join(", ", stage.Network.Refused)}.");
    }

    public static Task SearchLogs(Stage stage, Facts facts)
    {
        var secrets = stage.Manifest.Parameters
            .Where(parameter => parameter.IsSecret)
            .Select(parameter => stage.Parameters[parameter.Name])
            .Where(value => value != stage.Parameters["shopdb"] && value != stage.Parameters["redis"])
            .Concat(stage.Secrets)
            .Append(stage.Servers.Password)
            .Append(new NpgsqlConnectionStringBuilder(stage.Parameters["shopdb"]).Password!)
            .Where(value => value.Length >= ShortestSecret)
            .Distinct()
            .ToList();
        var files = Directory.GetFiles(stage.Logs);
        var found =
            (from file in files
             from secret in File.ReadLines(file).SelectMany(line => secrets.Where(
                 secret => line.Contains(secret, StringComparison.Ordinal)))
             select $"{Path.GetFileName(file)} has one that begins with {secret[..6]}").Distinct().ToList();
        facts.Add("secrets", secrets.Count);
        facts.Add("logs", files.Length);
        facts.Add("MB", files.Sum(file => new FileInfo(file).Length) >> 20);
        StepFailedException.If(found.Count > 0, string.Join("; ", found));
        return Task.CompletedTask;
    }
}
