using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Shop.Tests.Publishing;

/// <summary>What `azd` deploys: https://json.schemastore.org/aspire-8.0.json</summary>
public class ManifestTests
{
    [Fact]
    public async Task The_manifest_has_the_servers_as_containers_the_hosts_as_projects_and_no_secret()
    {
        var ct = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("shop-manifest-").FullName;
        try
        {
            var manifest = await PublishAsync(Path.Combine(directory, "aspire-manifest.json"), ct);
            var resources = manifest["resources"]!.AsObject();

            // Not listed: parameters, their encoded values, and Aspire's condition for TLS of Redis.
            Assert.Equal(
                [
                    "api project.v0", "migrations project.v0", "postgres container.v0", "rabbitmq container.v0",
                    "redis container.v0", "shopdb value.v0", "voice project.v0", "web project.v0", "worker project.v0"
                ],
                resources
                    .Where(resource => (string)resource.Value!["type"]! is not ("parameter.v0" or "annotated.string"))
                    .Where(resource => !resource.Key.StartsWith("cond-", StringComparison.Ordinal))
                    .Select(resource => $"{resource.Key} {resource.Value!["type"]}")
                    .Order(StringComparer.Ordinal));

            var api = resources["api"]!;
            Assert.EndsWith("Shop.Api/Shop.Api.csproj", (string)api["path"]!, StringComparison.Ordinal);
            Assert.Equal(
                ("{shopdb.connectionString}", "{redis.connectionString}", "{rabbitmq.connectionString}"),
                (
                    (string)api["env"]!["ConnectionStrings__shopdb"]!,
                    (string)api["env"]!["ConnectionStrings__redis"]!,
                    (string)api["env"]!["ConnectionStrings__rabbitmq"]!));
            Assert.Equal("{api.bindings.http.url}", (string)resources["web"]!["env"]!["services__api__http__0"]!);
            Assert.Equal(
                (true, null),
                ((bool)resources["web"]!["bindings"]!["http"]!["external"]!, api["bindings"]!["http"]!["external"]));
            Assert.Equal(
                ("{site-key.value}", true),
                (
                    (string)resources["web"]!["env"]!["Site__Key"]!,
                    (bool)resources["site-key"]!["inputs"]!["value"]!["secret"]!));
            Assert.Equal("{founder-email.value}", (string)api["env"]!["Accounts__FounderEmail"]!);
            Assert.Null(api["env"]!["Accounts__GrantRolesOnRegistration"]);
            Assert.Equal(["migrate"], resources["migrations"]!["args"]!.AsArray().Select(arg => (string)arg!));

            Assert.Equal(
                "{postgres.connectionString};Database=shopdb",
                (string)resources["shopdb"]!["connectionString"]!);
            Assert.StartsWith(
                "docker.io/library/postgres:",
                (string)resources["postgres"]!["image"]!,
                StringComparison.Ordinal);
            Assert.Equal(5432, (int)resources["postgres"]!["bindings"]!["tcp"]!["targetPort"]!);
            Assert.Contains(
                "Password={postgres-password.value}",
                (string)resources["postgres"]!["connectionString"]!,
                StringComparison.Ordinal);
            var password = resources["postgres-password"]!;
            Assert.Equal(
                ("parameter.v0", "{postgres-password.inputs.value}", true),
                (
                    (string)password["type"]!,
                    (string)password["value"]!,
                    (bool)password["inputs"]!["value"]!["secret"]!));
            // The stubs of development are not deployed.
            var worker = resources["worker"]!["env"]!;
            Assert.Null(worker["Notifications__SendGrid__BaseAddress"]);
            Assert.Equal("{sendgrid-key.value}", (string)worker["Notifications__SendGrid__ApiKey"]!);
            Assert.True((bool)resources["sendgrid-key"]!["inputs"]!["value"]!["secret"]!);
            Assert.Equal(
                ("{smtp-host.value}", "{smtp-password.value}", "{smsru-api-id.value}", "{site-address.value}"),
                (
                    (string)worker["Notifications__Smtp__Host"]!,
                    (string)worker["Notifications__Smtp__Password"]!,
                    (string)worker["Notifications__SmsRu__ApiId"]!,
                    (string)worker["Notifications__SiteAddress"]!));
            Assert.Null(worker["Notifications__Smtp__UseTls"]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task<JsonNode> PublishAsync(string path, CancellationToken ct)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Repository.AssemblyOf("AppHost"), "--publisher", "manifest", "--output-path", path])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var apphost = Process.Start(start)!;
        var output = await Task.WhenAll(
            apphost.StandardOutput.ReadToEndAsync(ct), apphost.StandardError.ReadToEndAsync(ct));
        await apphost.WaitForExitAsync(ct);
        Assert.True(apphost.ExitCode == 0, string.Join('\n', output));
        return JsonNode.Parse(await File.ReadAllTextAsync(path, ct))!;
    }
}
