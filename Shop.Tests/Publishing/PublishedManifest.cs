using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Shop.Tests.Publishing;

/// <summary>What `azd` reads from the AppHost: https://json.schemastore.org/aspire-8.0.json</summary>
sealed class PublishedManifest(JsonObject resources)
{
    static readonly Lazy<Task<PublishedManifest>> Cached = new(() => PublishAsync());

    public static readonly string[] Hosts = ["api", "web", "worker"];

    public JsonObject Resources => resources;

    public static Task<PublishedManifest> GetAsync() => Cached.Value;

    public static async Task<PublishedManifest> PublishAsync(params string[] args)
    {
        var directory = Directory.CreateTempSubdirectory("shop-manifest-").FullName;
        try
        {
            var path = Path.Combine(directory, "aspire-manifest.json");
            var start = new ProcessStartInfo(
                "dotnet",
                ["exec", Repository.AssemblyOf("AppHost"), "--publisher", "manifest", "--output-path", path, .. args])
            {
                WorkingDirectory = Path.Combine(Repository.Root, "AppHost"),
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
            using var apphost = Process.Start(start)!;
            var output = await Task.WhenAll(
                apphost.StandardOutput.ReadToEndAsync(), apphost.StandardError.ReadToEndAsync());
            await apphost.WaitForExitAsync();
            Assert.True(apphost.ExitCode == 0, string.Join('\n', output));
            return new(JsonNode.Parse(await File.ReadAllTextAsync(path))!["resources"]!.AsObject());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Name, whether it is secret, and the default. One that is generated has none.</summary>
    public IEnumerable<(string Name, bool IsSecret, string? Default)> Parameters =>
        from resource in resources
        where (string?)resource.Value!["type"] == "parameter.v0"
        let input = resource.Value!["inputs"]!["value"]!
        orderby resource.Key
        select (resource.Key, (bool?)input["secret"] == true, (string?)input["default"]?["value"]);

    public IReadOnlyDictionary<string, string> EnvironmentOf(string host) =>
        resources[host]!["env"]!.AsObject().ToDictionary(variable => variable.Key, variable => (string)variable.Value!);

    public bool IsExternal(string host) =>
        resources[host]!["bindings"]!.AsObject().Any(binding => (bool?)binding.Value!["external"] == true);
}
