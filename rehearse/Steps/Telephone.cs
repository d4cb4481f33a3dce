using System.Diagnostics;

namespace Rehearsal.Steps;

/// <summary>The telephone is not in the manifest: it runs beside Asterisk, with the database of the shop.</summary>
static class Telephone
{
    public const string Project = "Shop.Voice";

    const long Memory = 1L << 30;

    public static async Task StartAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var port = Processes.FreePort();
        await using var telephone = new HostReplica(
            "voice", Images.ProgramOf(stage, Project), port, Path.Combine(stage.Logs, "voice.log"), Memory);
        var environment = new Dictionary<string, string>(stage.ImageVariables[Project])
        {
            ["HTTP_PORTS"] = $"{port}",
            ["ConnectionStrings__shopdb"] = stage.Parameters["shopdb"],
            ["Notifications__SiteAddress"] = stage.Parameters["site-address"],
            // Its image has no programs that speak and understand.
            ["Speech__RecognitionAddress"] = $"https://{Stage.PublicName}",
            ["Speech__SynthesisAddress"] = $"https://{Stage.PublicName}",
            ["Voice__Port"] = $"{Processes.FreePort()}"
        };
        Deployed.AddNetwork(stage, environment);
        var began = Stopwatch.GetTimestamp();
        telephone.Start(environment);
        await telephone.WaitUntilReadyAsync(ct);
        facts.Seconds("ready after", Stopwatch.GetElapsedTime(began));
        var health = await telephone.StatusAsync("/health", ct);
        StepFailedException.If(health != 200, $"The telephone's /health is {health}.");
        await telephone.StopAsync();
    }
}
