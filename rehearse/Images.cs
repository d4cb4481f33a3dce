using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Rehearsal;

/// <summary>
/// The images of the hosts, from the archives that <c>dotnet publish -t:PublishContainer</c> writes. The rehearsal runs
/// what is in them, with the variables that they set.
/// </summary>
static class Images
{
    /// <summary>
    /// The compressed size of a small program on aspnet:10.0-noble-chiseled-extra in November 2025, from
    /// https://github.com/dotnet/dotnet-docker/blob/main/documentation/sample-image-size-report.md.
    /// </summary>
    const double BaseMegabytes = 67.7;

    const double MostMegabytes = 120;

    public static async Task PublishAsync(Stage stage, IEnumerable<string> projects, Facts facts, CancellationToken ct)
    {
        var folder = Path.Combine(stage.Folder, "images");
        Directory.CreateDirectory(folder);
        await using var registry = new BaseImage();
        await registry.StartAsync(ct);
        foreach (var project in projects)
        {
            var archive = Path.Combine(folder, $"{project}.tar");
            if (!stage.IsPublished)
                await Processes.RunAsync(
                    Path.Combine(stage.Logs, "publish.log"), stage.Repository, new Dictionary<string, string>(),
                    [
                        "dotnet", "publish", project, "-t:PublishContainer", "-c", "Release", "-v", "q",
                        "-p:RunAnalyzers=false", $"-p:ContainerBaseImage={registry.Name}",
                        $"-p:ContainerArchiveOutputPath={archive}"
                    ], ct);
            var layer = await UnpackAsync(stage, project, archive, ct);
            facts.Add(project, string.Create(CultureInfo.InvariantCulture, $"{layer / 1e6:0.0} MB"));
            StepFailedException.If(
                layer / 1e6 + BaseMegabytes > MostMegabytes,
                $"The image of {project} is larger than {MostMegabytes} MB.");
        }
    }

    public static string ProgramOf(Stage stage, string project) =>
        Path.Combine(FolderOf(stage, project), "app", $"{project}.dll");

    /// <summary>The root of a host's file system, without what its base image has.</summary>
    static string FolderOf(Stage stage, string project) => Path.Combine(stage.Folder, "hosts", project);

    /// <summary>Returns the size of the host's layer, compressed as a registry keeps it.</summary>
    static async Task<long> UnpackAsync(Stage stage, string project, string archive, CancellationToken ct)
    {
        var files = await ReadAsync(archive, ct);
        // [{"Config": "4f0c....json", "RepoTags": ["shop-api:latest"], "Layers": ["9b1d.../layer.tar", ...]}]
        var manifest = JsonNode.Parse(files["manifest.json"])![0]!;
        var layers = manifest["Layers"]!.AsArray().Select(name => files[(string)name!]).ToList();
        StepFailedException.If(layers.Count != 2, $"{project} has {layers.Count} layers.");
        var config = JsonNode.Parse(files[(string)manifest["Config"]!])!["config"]!;
        Expect("user", "app", (string?)config["User"]);
        Expect("folder", "/app/", (string?)config["WorkingDir"]);
        Expect("program", $"dotnet /app/{project}.dll", Words("Entrypoint", "Cmd"));
        var variables = config["Env"]!.AsArray().Select(variable => ((string)variable!).Split('=', 2))
            .ToDictionary(variable => variable[0], variable => variable[1]);
        StepFailedException.If(
            variables.GetValueOrDefault("DOTNET_EnableDiagnostics") != "0", $"{project} runs with diagnostics.");
        // The programs and ports of a container; here replicas share those of the machine.
        variables.Remove("PATH");
        variables.Remove("ASPNETCORE_HTTP_PORTS");
        stage.ImageVariables[project] = variables;

        var folder = FolderOf(stage, project);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await using var layer = new GZipStream(new MemoryStream(layers[1]), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(layer, folder, overwriteFiles: false, ct);
        StepFailedException.If(
            Directory.GetFileSystemEntries(folder) is not [var only] || Path.GetFileName(only) != "app",
            $"The image of {project} has more than /app.");
        var leftovers = Directory.GetFiles(folder, "*.Development.json", SearchOption.AllDirectories);
        StepFailedException.If(leftovers.Length > 0, $"{project} has {string.Join(", ", leftovers)}.");
        return layers[1].Length;

        string Words(params string[] names) => string.Join(
            ' ', names.SelectMany(name => config[name]?.AsArray() ?? []).Select(word => (string)word!));

        void Expect(string what, string expected, string? actual) => StepFailedException.If(
            actual != expected, $"The {what} of {project}'s image is '{actual}' instead of '{expected}'.");
    }

    static async Task<Dictionary<string, byte[]>> ReadAsync(string archive, CancellationToken ct)
    {
        Dictionary<string, byte[]> files = [];
        await using var file = File.OpenRead(archive);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            if (entry.DataStream is not { } data)
                continue;
            using var copy = new MemoryStream();
            await data.CopyToAsync(copy, ct);
            files[entry.Name] = copy.ToArray();
        }
        return files;
    }
}
