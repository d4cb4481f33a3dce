using Rehearsal.Steps;

namespace Rehearsal;

/// <summary>The order of a rehearsal.</summary>
static class Script
{
    public static async Task<bool> RunAsync(Stage stage, CancellationToken ct)
    {
        var report = stage.Report;
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
            Directory.CreateDirectory(stage.Folder);
            report.Write(stage.Folder);
        }
        return report.Passed;
    }

    static async Task PlayAsync(Stage stage, Report report, CancellationToken ct)
    {
        await report.StepAsync("Refuse settings of development", facts => Opening.RefuseAsync(stage, facts, ct));
        await report.StepAsync("Check the shop from outside", facts => Programs.CheckAsync(stage, facts, ct));
        await report.StepAsync("Do what users do, in a browser", facts => Programs.ScenariosAsync(stage, facts, ct));
        if (!stage.IsShort)
            await report.StepAsync("Run the contract suite", facts => Programs.ContractAsync(stage, facts, ct));
        await report.StepAsync("Restart each host under load", facts => Restarts.HostsAsync(stage, facts, ct));
        if (!stage.IsShort)
            await report.StepAsync("Restart each server", facts => Restarts.ServersAsync(stage, facts, ct));
        await report.StepAsync("Rotate keys", facts => Keys.RotateAsync(stage, facts, ct));
        await report.StepAsync("Upgrade from the last release", facts => Databases.UpgradeAsync(stage, facts, ct));
        await report.StepAsync("Back up and restore", facts => Databases.RestoreAsync(stage, facts, ct));
        await report.StepAsync("Stay within the memory", facts => Closing.Memory(stage, facts));
        await report.StepAsync("Stop the hosts", facts => Closing.StopAsync(stage, facts));
        await report.StepAsync("Find no secret in a log", facts => Closing.SearchLogs(stage, facts));
    }
}
