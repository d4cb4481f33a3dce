using System.Text.Json.Nodes;

namespace Rehearsal.Steps;

/// <summary>The repository's own programs, against the public address.</summary>
static class Programs
{
    static readonly string[] Browsers =
        ["chromium-headless-shell", "chromium", "google-chrome", "chromium-browser", "microsoft-edge"];

    public static async Task CheckAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var report = Path.Combine(stage.Folder, "check.json");
        // A page may take three seconds there. A host that has just started is slower, so it has visitors before.
        foreach (var page in (string[])["/", "/catalog"])
            for (var i = 0; i < 2 * Stage.Replicas; i++)
                (await stage.Client.SendAsync(HttpMethod.Get, page, null, null, null, ct)).Dispose();
        await Processes.RunAsync(
            Path.Combine(stage.Logs, "check.log"), stage.Repository, Outside(stage),
            [
                "dotnet", "exec", Assembly(stage, "Shop.Checks"), "check",
                // The check of the certificate connects by itself, so it needs a name that everybody knows.
                $"https://localhost:{stage.Network.PublicPort}", "--json", report
            ], ct);
        facts.Add("checks", JsonNode.Parse(await File.ReadAllTextAsync(report, ct))!["checks"]!.AsArray().Count);
    }

    public static async Task ScenariosAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var program = Environment.GetEnvironmentVariable("SHOP_CHROMIUM") is { Length: > 0 } named
            ? named
            : Browsers.SelectMany(
                _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
                (name, folder) => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
                ?? throw new StepFailedException("There is no browser: install Chromium, or set SHOP_CHROMIUM.");
        // The names resolve to this machine, and the rehearsal's own certificate is believed, and no other.
        var names = Certificate.Providers.Select(name => (Name: name, Port: stage.Network.StubPort))
            .Append((Name: Stage.PublicName, Port: stage.Network.PublicPort))
            .Select(name => $"MAP {name.Name}:443 127.0.0.1:{name.Port}");
        var browser = Path.Combine(stage.Data, "browser");
        await File.WriteAllTextAsync(
            browser,
            $"""
            #!/bin/sh
            exec '{program}' --host-resolver-rules='{string.Join(", ", names)}' \
              --ignore-certificate-errors-spki-list='{stage.Certificate.KeyHash}' "$@"

            """, ct);
        File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var report = Path.Combine(stage.Folder, "scenarios.json");
        var environment = Outside(stage);
        environment["SHOP_CHROMIUM"] = browser;
        await Processes.RunAsync(
            Path.Combine(stage.Logs, "scenarios.log"), stage.Repository, environment,
            [
                "dotnet", "exec", Assembly(stage, "Shop.Checks"), "scenarios", $"https://{Stage.PublicName}",
                "--json", report, "--email", "visitor@shop-rehearsal.test", "--timeout", "30",
                "--screenshots", Path.Combine(stage.Folder, "screenshots")
            ], ct);
        facts.Add("scenarios", JsonNode.Parse(await File.ReadAllTextAsync(report, ct))!["scenarios"]!.AsArray().Count);
    }

    public static async Task ContractAsync(Stage stage, Facts facts, CancellationToken ct)
    {
        var log = Path.Combine(stage.Logs, "contract.log");
        var environment = new Dictionary<string, string>
        {
            ["SHOP_ADDRESS"] = $"https://localhost:{stage.Network.PublicPort}",
            ["SHOP_ADMIN"] = $"{stage.Admin.Email}:{stage.Admin.Password}",
            ["SHOP_DATABASE"] = stage.Parameters["shopdb"],
            ["SSL_CERT_FILE"] = stage.Certificate.File
        };
        try
        {
            await Processes.RunAsync(
                log, stage.Repository, environment,
                [
                    "dotnet", "exec", Assembly(stage, "Shop.Tests"), "-trait", "suite=contract", "-noColor",
                    "-result-junit", Path.Combine(stage.Folder, "contract.xml")
                ], ct);
        }
        finally
        {
            var last = (await File.ReadAllLinesAsync(log, CancellationToken.None))
                .LastOrDefault(line => line.Contains("Total:", StringComparison.Ordinal));
            facts.Add("tests", last?.Trim() ?? "none");
        }
    }

    // The way of a host in the world: names through the proxy, and the certificate as the one authority.
    static Dictionary<string, string> Outside(Stage stage) => new()
    {
        ["HTTPS_PROXY"] = stage.Network.Proxy,
        ["NO_PROXY"] = "localhost",
        ["SSL_CERT_FILE"] = stage.Certificate.File
    };

    static string Assembly(Stage stage, string project) =>
        Path.Combine(stage.Repository, "artifacts/bin", project, "debug", $"{project}.dll");
}
