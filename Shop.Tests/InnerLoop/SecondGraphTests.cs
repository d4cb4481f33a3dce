using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Processes;
using Shop.Tests.Catalog;

namespace Shop.Tests.InnerLoop;

/// <summary>A graph beside the shared one, whose servers may be killed.</summary>
public class SecondGraphTests(ShopFixture shop)
{
    [Fact]
    public async Task A_second_graph_shares_nothing_reports_a_killed_server_and_leaves_no_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var cancellationToken = TestContext.Current.CancellationToken;
        var graph = await RunningGraph.StartAsync("second", cancellationToken);
        List<RunningProcess> processes;
        int[] ports;
        try
        {
            string[] servers = ["shopdb", "redis", "rabbitmq"];
            foreach (var server in servers)
                Assert.NotEqual(
                    await shop.Graph.App.GetConnectionStringAsync(server, cancellationToken),
                    await graph.App.GetConnectionStringAsync(server, cancellationToken));
            using var api = graph.App.CreateHttpClient("api", "http");
            using var products = await api.GetAsync("/api/products?limit=1", cancellationToken);
            Assert.True(products.IsSuccessStatusCode, $"{products.StatusCode}");

            await HungRedisFailsRequestsQuicklyAsync(graph, cancellationToken);
            await KilledRedisIsReportedAndComesBackAsync(graph, cancellationToken);
            await RestartedResourceIsHealthyInANewProcessAsync(graph, cancellationToken);

            processes = [.. ProcessTree.Of(graph.Instances.Select(instance => instance.Pid).OfType<int>())];
            string[] endpoints = ["api", "web", "wiremock"];
            ports = [.. endpoints.Select(name => graph.App.GetEndpoint(name, "http").Port)];
            Assert.True(processes.Count >= 9, string.Join('\n', processes));
        }
        catch
        {
            await graph.SaveLogsAsync("second");
            throw;
        }
        finally
        {
            var watch = Stopwatch.StartNew();
            await graph.DisposeAsync();
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"started in {graph.StartedIn.TotalSeconds:0.0} s, stopped in {watch.Elapsed.TotalSeconds:0.0} s");
        }

        Assert.DoesNotContain(processes, ProcessTree.IsAlive);
        Assert.Empty(ports.Intersect(ListeningPorts()));
    }

    static IEnumerable<int> ListeningPorts() =>
        IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(listener => System.Net.IPAddress.IsLoopback(listener.Address))
            .Select(listener => listener.Port);

    static async Task HungRedisFailsRequestsQuicklyAsync(RunningGraph graph, CancellationToken cancellationToken)
    {
        using var api = graph.App.CreateHttpClient("api", "http");
        var product = (Guid)(await api.GetJsonAsync("/api/products?limit=1", cancellationToken))[0]!["id"]!;
        await SignalRedisAsync(graph, "STOP", cancellationToken);
        try
        {
            var watch = Stopwatch.StartNew();
            using var put = await api.PostAsJsonAsync(
                "/api/cart/items", new { product_id = product, quantity = 1 }, cancellationToken);
            await put.ProblemAsync(System.Net.HttpStatusCode.ServiceUnavailable, cancellationToken);
            await TokensAre503WithoutRedisAsync(graph, cancellationToken);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        }
        finally
        {
            await SignalRedisAsync(graph, "CONT", cancellationToken);
        }
    }

    static async Task SignalRedisAsync(RunningGraph graph, string signal, CancellationToken cancellationToken)
    {
        var redis = graph.Instances.Single(instance => instance.Name == "redis").Pid!.Value;
        foreach (var (pid, _, command) in ProcessTree.Of(redis))
        {
            if (command.Contains("redis-server", StringComparison.Ordinal))
            {
                using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
                await kill.WaitForExitAsync(cancellationToken);
            }
        }
    }

    static async Task KilledRedisIsReportedAndComesBackAsync(RunningGraph graph, CancellationToken cancellationToken)
    {
        var notifications = graph.App.ResourceNotifications;
        var pid = graph.Instances.Single(instance => instance.Name == "redis").Pid!.Value;
        foreach (var (child, _, _) in ProcessTree.Of(pid))
            Process.GetProcessById(child).Kill();

        var ended = await notifications.WaitForResourceAsync("redis", RunningGraph.HasEnded, cancellationToken);
        Assert.NotEqual(0, ended.Snapshot.ExitCode);
        await TokensAre503WithoutRedisAsync(graph, cancellationToken);

        var started = await graph.App.ResourceCommands.ExecuteCommandAsync(
            ended.ResourceId, "start", cancellationToken);
        Assert.True(started.Success, started.Message);
        await notifications.WaitForResourceHealthyAsync("redis", cancellationToken);
    }

    static async Task RestartedResourceIsHealthyInANewProcessAsync(
        RunningGraph graph, CancellationToken cancellationToken)
    {
        var (id, _, pid) = graph.Instances.Single(instance => instance.Name == "web");
        var restarted = await graph.App.ResourceCommands.ExecuteCommandAsync(id, "restart", cancellationToken);
        Assert.True(restarted.Success, restarted.Message);

        await graph.App.ResourceNotifications.WaitForResourceAsync(
            "web",
            change => change.Snapshot.HealthStatus == HealthStatus.Healthy && RunningGraph.PidOf(change) != pid,
            cancellationToken);
    }

    static async Task TokensAre503WithoutRedisAsync(RunningGraph graph, CancellationToken cancellationToken)
    {
        using var api = graph.App.CreateHttpClient("api", "http");
        api.DefaultRequestHeaders.Authorization = new("Bearer", new string('A', 43));
        using var answer = await api.GetAsync("/user-api/me", cancellationToken);

        await answer.ProblemAsync(System.Net.HttpStatusCode.ServiceUnavailable, cancellationToken);
        Assert.NotNull(answer.Headers.RetryAfter);
        using var products = await api.GetAsync("/api/products?limit=1", cancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, products.StatusCode);
    }
}
