using Rehearsal.Steps;

namespace Rehearsal;

/// <summary>The order of a rehearsal.</summary>
static class Script
{
    /// <summary>What is done to a shop that runs, by the names of <c>--steps</c>.</summary>
    public static readonly IReadOnlyList<Step> Steps =
    [
        new("refuse", "Refuse settings of development", Opening.RefuseAsync),
        new("scenarios", "Do what users do, in a browser", Programs.ScenariosAsync),
        new("check", "Check the shop from outside", Programs.CheckAsync),
        new("telephone", "Start the telephone", Telephone.StartAsync),
        new("contract", "Run the contract suite", Programs.ContractAsync, IsLong: true),
        new("hosts", "Restart each host under load", Restarts.HostsAsync),
        new("servers", "Restart each server", Restarts.ServersAsync, IsLong: true),
        new("keys", "Rotate keys", Keys.RotateAsync),
        new("upgrade", "Upgrade from the last release", Databases.UpgradeAsync),
        new("restore", "Back up and restore", Databases.RestoreAsync)
    ];

    public static async Task<bool> RunAsync(Stage stage, CancellationToken ct)
    {
        var report = stage.Report;
        stage.ClearLogs();
        try
        {
            var isUp =
                await report.StepAsync("Publish the hosts", facts => Deployed.PublishAsync(stage, facts, ct))
                && await report.StepAsync("Start servers and network", _ => stage.OpenAsync(ct))
                && await report.StepAsync("Read the manifest", facts => Opening.ReadManifestAsync(stage, facts, ct))
                && await report.StepAsync("Start the hosts", facts => Opening.StartAsync(stage, facts, ct))
                && await report.StepAsync("Make the admin and goods", facts => Opening.PrepareAsync(stage, facts, ct));
            if (isUp)
                await PlayAsync(stage, report, ct);
        }
        finally
        {
            report.Write(stage.Folder);
        }
        return report.Passed;
    }

    static async Task PlayAsync(Stage stage, Report report, CancellationToken ct)
    {
        foreach (var step in Steps.Where(step => stage.Steps.Count > 0
                     ? stage.Steps.Contains(step.Name)
                     : !(stage.IsShort && step.IsLong)))
            await report.StepAsync(step.Title, facts => step.RunAsync(stage, facts, ct));
        await report.StepAsync("Stay within the memory", facts => Closing.Memory(stage, facts));
        await report.StepAsync("Stop the hosts", facts => Closing.StopAsync(stage, facts));
        await report.StepAsync("Find no secret in a log", facts => Closing.SearchLogs(stage, facts));
    }
}

/// <summary>A long step is left out of a short rehearsal.</summary>
sealed record Step(
    string Name, string Title, Func<Stage, Facts, CancellationToken, Task> RunAsync, bool IsLong = false);
