using System.Diagnostics;
using System.Runtime.Versioning;

namespace Shop.Tests.Publishing;

/// <summary>
/// The scripts around a deployment, with programs in the place of azd and az that keep what they are told.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class HookTests : IDisposable
{
    const string Azd = """
        #!/bin/sh
        # env config set|get infra.parameters.NAME [VALUE]
        case $3 in
          set) printf %s "$5" >"$TOLD/$4" ;;
          get) cat "$TOLD/$4" ;;
        esac

        """;

    const string Az = """
        #!/bin/sh
        case "$1 $2 $3" in
          "redisenterprise database list-keys") echo redis-key= ;;
          "containerapp show --name") [ "$4" != web ] && echo "$4--0000007" ;;
          "containerapp revision copy") echo "$*" >>"$TOLD/copied" ;;
        esac

        """;

    readonly string _folder = Directory.CreateTempSubdirectory("shop-hooks-").FullName;

    public HookTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts run in pipelines on Linux.");
        foreach (var (name, text) in new[] { ("azd", Azd), ("az", Az) })
        {
            File.WriteAllText(Path.Combine(_folder, name), text);
            File.SetUnixFileMode(Path.Combine(_folder, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Connections_become_parameters_and_keys_are_made_once()
    {
        await RunAsync("connections.sh");
        var key = Told("site_key");
        await RunAsync("connections.sh");

        Assert.Equal(
            "Host=pg.test;Database=shopdb;Username=shop;Password=p=ss;SSL Mode=VerifyFull", Told("shopdb"));
        Assert.Equal("redis.test:10000,password=redis-key=,ssl=true", Told("redis"));
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, Told("site_key"));
        Assert.NotEqual(key, Told("pilot_key"));
    }

    [Fact]
    public async Task Parameters_are_stored_as_they_are_written()
    {
        var file = Path.Combine(_folder, "parameters");
        await File.WriteAllTextAsync(
            file,
            "# staging\nsite_address=https://staging.shop.example\n\nsendgrid_key=SG.a=b=",
            TestContext.Current.CancellationToken);

        await RunAsync("parameters.sh", file);

        Assert.Equal("https://staging.shop.example", Told("site_address"));
        Assert.Equal("SG.a=b=", Told("sendgrid_key"));
    }

    [Fact]
    public async Task A_parameter_that_does_not_exist_is_refused()
    {
        var file = Path.Combine(_folder, "parameters");
        await File.WriteAllTextAsync(file, "sendgrid_kye=SG.a", TestContext.Current.CancellationToken);

        var (code, _, errors) = await TryAsync("parameters.sh", file);

        Assert.Equal((1, "There is no parameter sendgrid_kye.\n"), (code, errors));
    }

    [Fact]
    public async Task A_return_copies_the_revisions_that_served_before()
    {
        var revisions = Path.Combine(_folder, "revisions");
        // The site is new: it has no revision yet.
        Assert.Equal("worker worker--0000007\napi api--0000007\n", await RunAsync("revisions.sh", "remember"));
        await File.WriteAllTextAsync(revisions, "api api--0000007\n", TestContext.Current.CancellationToken);

        await RunAsync("revisions.sh", "return");

        Assert.Equal(
            "containerapp revision copy --name api --resource-group rg-staging --from-revision api--0000007 "
                + "--output none\n",
            await File.ReadAllTextAsync(Path.Combine(_folder, "copied"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Told(string parameter) => File.ReadAllText(Path.Combine(_folder, $"infra.parameters.{parameter}"));

    async Task<string> RunAsync(string script, string? argument = null)
    {
        var (code, output, errors) = await TryAsync(script, argument);
        Assert.True(code == 0, errors);
        return output;
    }

    // The revisions to return to are read from the standard input.
    async Task<(int Code, string Output, string Errors)> TryAsync(string script, string? argument)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("sh", [Path.Combine(Repository.Root, "infra", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        if (argument is not null)
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{_folder}:{start.Environment["PATH"]}";
        start.Environment["TOLD"] = _folder;
        start.Environment["AZURE_ENV_NAME"] = "staging";
        start.Environment["AZURE_RESOURCE_GROUP"] = "rg-staging";
        start.Environment["AZURE_POSTGRES_HOST"] = "pg.test";
        start.Environment["AZURE_POSTGRES_PASSWORD"] = "p=ss";
        start.Environment["AZURE_REDIS_HOST"] = "redis.test";
        start.Environment["AZURE_REDIS_NAME"] = "redis";
        using var run = Process.Start(start)!;
        var revisions = Path.Combine(_folder, "revisions");
        if (File.Exists(revisions))
            await run.StandardInput.WriteAsync(await File.ReadAllTextAsync(revisions, ct));
        run.StandardInput.Close();
        var output = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(ct), run.StandardError.ReadToEndAsync(ct));
        await run.WaitForExitAsync(ct);
        return (run.ExitCode, output[0], output[1]);
    }
}
