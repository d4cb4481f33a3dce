using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

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

    public static async Task PublishAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        foreach (var project in Projects.Values)
        {
            if (stage.IsPublished)
                break;
            await Processes.RunAsync(
                Path.Combine(stage.Logs, "publish.log"), stage.Repository, new Dictionary<string, string>(),
                [
                    "dotnet", "publish", project, "-c", "Release", "-v", "q", "-p:RunAnalyzers=false",
                    "-o", FolderOf(stage, project)
                ], ct);
        }
        foreach (var project in Projects.Values)
            facts.Add($"MB of {project} in an image", await LayerSizeAsync(FolderOf(stage, project), ct) >> 20);
    }

    /// <summary>The layer of an image that a host adds to its base, compressed as a registry keeps it.</summary>
    static async Task<long> LayerSizeAsync(string folder, CancellationToken ct)
    {
        await using var file = File.Create($"{folder}.tar.gz", 1 << 16, FileOptions.DeleteOnClose);
        await using (var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            await TarFile.CreateFromDirectoryAsync(folder, compressed, includeBaseDirectory: false, ct);
        return file.Length;
    }

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
            Path.Combine(FolderOf(stage, Projects[host]), $"{Projects[host]}.dll"),
            port,
            Path.Combine(stage.Logs, $"{name}.log"),
            MemoryOf(stage, host));
    }

    /// <summary>The variables of the manifest, and those that describe the network of this machine.</summary>
    public static Dictionary<string, string> EnvironmentOf(Stage stage, string host, int port)
    {
        var environment = stage.Manifest.EnvironmentOf(host, stage.Parameters, (resource, property) =>
            (resource, property) switch
            {
                ("api", "url") => $"http://127.0.0.1:{stage.Network.ApiPort}",
                (_, "targetPort") => $"{port}",
                _ => throw new StepFailedException($"The manifest asks for {resource}'s {property}.")
            });
        environment["HTTPS_PROXY"] = stage.Network.Proxy;
        environment["NO_PROXY"] = "127.0.0.1,localhost";
        environment["SSL_CERT_FILE"] = stage.Certificate.File;
        return environment;
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

    static string FolderOf(Stage stage, string project) => Path.Combine(stage.Folder, "hosts", project);

    [GeneratedRegex(@"memory: ([0-9.]+)Gi")]
    private static partial Regex Memory();
}
