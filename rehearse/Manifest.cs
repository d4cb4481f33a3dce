using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rehearsal;

/// <summary>The manifest that azd deploys, and the variables that each host gets from it.</summary>
sealed partial class Manifest(JsonObject resources)
{
    public static readonly string[] Hosts = ["worker", "api", "web"];

    public static async Task<Manifest> PublishAsync(Stage stage, CancellationToken ct)
    {
        var file = Path.Combine(stage.Folder, "aspire-manifest.json");
        var appHost = Path.Combine(stage.Repository, "artifacts/bin/AppHost/debug/AppHost.dll");
        await Processes.RunAsync(
            Path.Combine(stage.Logs, "manifest.log"),
            Path.Combine(stage.Repository, "AppHost"),
            new Dictionary<string, string>(),
            ["dotnet", "exec", appHost, "--publisher", "manifest", "--output-path", file],
            ct);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(file, ct))!;
        return new(manifest["resources"]!.AsObject());
    }

    /// <summary>Name, whether it is secret, and the default or null.</summary>
    public IEnumerable<(string Name, bool IsSecret, string? Default)> Parameters =>
        from resource in resources
        where (string?)resource.Value!["type"] == "parameter.v0"
        let input = resource.Value!["inputs"]!["value"]!
        select (
            resource.Key,
            (bool?)input["secret"] == true,
            input["default"] is not { } value ? null
                : (string?)value["value"] ?? RandomNumberGenerator.GetString(
                    "abcdefghijklmnopqrstuvwxyz0123456789", (int)value["generate"]!["minLength"]!));

    /// <summary>The resources that are deployed, other than parameters.</summary>
    public IEnumerable<string> Deployed =>
        from resource in resources where (string?)resource.Value!["type"] != "parameter.v0" select resource.Key;

    public bool IsExternal(string host) =>
        resources[host]!["bindings"]?.AsObject().Any(binding => (bool?)binding.Value!["external"] == true) == true;

    /// <summary>
    /// The variables of a host as the manifest describes them. A binding is a function of its resource and property:
    /// {api.bindings.http.url}.
    /// </summary>
    public Dictionary<string, string> EnvironmentOf(
        string host, IReadOnlyDictionary<string, string> parameters, Func<string, string, string> binding)
    {
        return resources[host]!["env"]!.AsObject().ToDictionary(
            variable => variable.Key,
            variable => Expression().Replace((string)variable.Value!, match => ValueOf(match.Groups[1].Value)));

        string ValueOf(string expression) => expression.Split('.') switch
        {
            [var name, "value" or "connectionString"] => parameters[name],
            [var name, "bindings", _, var property] => binding(name, property),
            _ => throw new StepFailedException($"The manifest has an unknown expression: {{{expression}}}.")
        };
    }

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Expression();
}
