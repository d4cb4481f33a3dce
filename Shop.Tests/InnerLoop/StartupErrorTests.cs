namespace Shop.Tests.InnerLoop;

/// <summary>A missing or blocked dependency is reported with its remedy, and the exit code is not zero.</summary>
public class StartupErrorTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_missing_server_binary_is_named_with_how_to_get_it()
    {
        var emptyFolder = Directory.CreateTempSubdirectory("shop-tests-path-").FullName;

        var output = await FailAsync(AppHostProcess.NewDataDirectory(), new() { ["PATH"] = emptyFolder });

        Assert.Contains("redis-server", output, StringComparison.Ordinal);
        Assert.Contains("./dev setup", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_fixed_port_is_named()
    {
        using var occupied = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        occupied.Start();
        var port = ((System.Net.IPEndPoint)occupied.LocalEndpoint).Port;

        var output = await FailAsync(AppHostProcess.NewDataDirectory(), [], "--ports:web", $"{port}");

        Assert.Contains($"{port}", output, StringComparison.Ordinal);
        Assert.Contains("taken", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("worker")]
    public async Task A_port_for_an_unsupported_resource_is_named_with_the_supported_ones(string name)
    {
        var output = await FailAsync(AppHostProcess.NewDataDirectory(), [], $"--ports:{name}", "8080");

        Assert.Contains(
            $"ports:{name} has no effect: "
                + "a port can be set for postgres, redis, rabbitmq, wiremock, mail, api, web",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_data_directory_is_named_with_how_to_remove_it()
    {
        var data = AppHostProcess.NewDataDirectory();
        var cluster = Directory.CreateDirectory(Path.Combine(data, "postgres", "cluster")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(cluster, "PG_VERSION"), "nonsense", TestContext.Current.CancellationToken);

        var output = await FailAsync(data, []);

        Assert.Contains("./dev clean", output, StringComparison.Ordinal);
        Assert.Contains(data, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_orchestrator_is_named_with_how_to_get_it()
    {
        var output = await FailAsync(AppHostProcess.NewDataDirectory(), new() { ["ASPIRE_DCP_PATH"] = "/nowhere" });

        Assert.Contains("/nowhere", output, StringComparison.Ordinal);
        Assert.Contains("./dev setup", output, StringComparison.Ordinal);
    }

    static async Task<string> FailAsync(string data, Dictionary<string, string?> environment, params string[] args)
    {
        await using var apphost = AppHostProcess.Start(data, environment, ["--servers", "local", .. args]);
        var exitCode = await apphost.WaitForExitAsync(Timeout);
        Assert.True(exitCode != 0, apphost.Output);
        Assert.DoesNotContain("   at ", apphost.Output, StringComparison.Ordinal);
        return apphost.Output;
    }
}
