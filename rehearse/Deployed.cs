using System.Globalization;
using System.Text.RegularExpressions;
using Rehearsal.Steps;

namespace Rehearsal;

/// <summary>The hosts as the manifest and the templates of their container apps describe them.</summary>
static partial class Deployed
{
    static readonly Dictionary<string, string> Projects = new()
    {
        ["api"] = "Shop.Api",
        ["web"] = "Shop.Web",
        ["worker"] = "Shop.Worker"
    };

    public static Task PublishAsync(Stage stage, Facts facts, CancellationToken ct) =>
        Images.PublishAsync(stage, [.. Projects.Values, Telephone.Project], facts, ct);

    public static HostReplica Create(Stage stage, string host, int index, string? suffix = null)
    {
        var port = (host, index) switch
        {
            ("api", < Stage.Replicas) => stage.Network.ApiPorts[index],
            ("web", < Stage.Replicas) => stage.Network.SitePorts[index],
            _ => Processes.FreePort()
        };
        var name = $"{host}-{index}{suffix}";
        return new(
            name,
            Images.ProgramOf(stage, Projects[host]),
            port,
            Path.Combine(stage.Logs, $"{name}.log"),
            MemoryOf(stage, host));
    }

    /// <summary>
    /// The variables of the image and of the manifest, and those that describe the network of this machine.
    /// </summary>
    public static Dictionary<string, string> EnvironmentOf(Stage stage, string host, int port)
    {
        var environment = stage.Manifest.EnvironmentOf(host, stage.Parameters, (resource, property) =>
            (resource, property) switch
            {
                ("api", "url") => $"http://127.0.0.1:{stage.Network.ApiPort}",
                (_, "targetPort") => $"{port}",
                _ => throw new StepFailedException($"The manifest asks for {resource}'s {property}.")
            });
        foreach (var (name, value) in stage.ImageVariables[Projects[host]])
            environment.TryAdd(name, value);
        AddNetwork(stage, environment);
        return environment;
    }

    /// <summary>The way out, and a port for metrics: replicas here share one address.</summary>
    public static void AddNetwork(Stage stage, Dictionary<string, string> environment)
    {
        environment["Metrics__Port"] = $"{Processes.FreePort()}";
        environment["HTTPS_PROXY"] = stage.Network.Proxy;
        environment["NO_PROXY"] = "127.0.0.1,localhost";
        environment["SSL_CERT_FILE"] = stage.Certificate.File;
    }

    public static void Start(Stage stage, string host, HostReplica replica) =>
        replica.Start(EnvironmentOf(stage, host, replica.Port));

    /// <summary>One replica after the other, while the rest serve.</summary>
    public static async Task<TimeSpan> RestartAsync(Stage stage, string host, CancellationToken ct)
    {
        var longest = TimeSpan.Zero;
        foreach (var replica in stage.Hosts[host])
        {
            var took = await replica.StopAsync();
            longest = took > longest ? took : longest;
            Start(stage, host, replica);
            await replica.WaitUntilReadyAsync(ct);
        }
        return longest;
    }

    //       memory: 1.0Gi
    static long MemoryOf(Stage stage, string host)
    {
        var template = File.ReadAllText(Path.Combine(stage.Repository, "AppHost/infra", $"{host}.tmpl.yaml"));
        var gigabytes = double.Parse(Memory().Match(template).Groups[1].Value, CultureInfo.InvariantCulture);
        return (long)(gigabytes * (1L << 30));
    }

    [GeneratedRegex(@"memory: ([0-9.]+)Gi")]
    private static partial Regex Memory();
}
