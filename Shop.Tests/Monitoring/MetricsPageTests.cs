using System.Globalization;
using System.Net;

namespace Shop.Tests.Monitoring;

/// <summary>Each replica serves its metrics to the inside, and to nobody else.</summary>
public class MetricsPageTests(ShopFixture shop)
{
    [Fact]
    public async Task Every_replica_has_a_page_of_its_own()
    {
        var ct = TestContext.Current.CancellationToken;
        var ports = MetricsPages.PortsOf(shop);

        Assert.Equal(["api", "web", "worker", "worker"], ports.Select(one => one.Host));
        Assert.Equal(4, ports.Select(one => one.Port).Distinct().Count());
        foreach (var (host, port) in ports)
        {
            var samples = await MetricsPages.ReadAsync(port, ct);
            Assert.Contains(
                samples, sample => sample is { Name: "dotnet_process_memory_working_set_bytes", Value: > 0 });
            // Routes, statuses and buckets bound them, also after a suite that has called every route in every way.
            Assert.InRange(samples.Count, 50, 20_000);
            TestContext.Current.SendDiagnosticMessage($"{host}: {samples.Count} series");
        }
    }

    [Fact]
    public async Task The_API_shows_requests_statements_connections_messages_and_breakers()
    {
        var ct = TestContext.Current.CancellationToken;
        (await shop.Api.GetAsync("/api/products", ct)).Dispose();

        var samples = await MetricsPages.WaitForAsync(
            PortOf("api"),
            sample => sample.Name == "http_server_request_duration_seconds_count"
                && sample.Labels.GetValueOrDefault("http_route") == "/api/products"
                && sample.Labels["http_response_status_code"] == "200",
            ct);

        Assert.Contains(samples, sample => sample.Name == "shop_request_statements_count"
            && sample.Labels["http_route"] == "/api/products");
        Assert.Contains(samples, sample => sample is { Name: "db_client_connection_max", Value: 24 }
            && sample.Labels["db_client_connection_pool_name"] == "shopdb");
        Assert.Contains(samples, sample => sample.Name == "shop_registrations_total" && sample.Value >= 1);
        // A page does not wait for a busy database.
        samples = await MetricsPages.WaitForAsync(
            PortOf("api"), sample => sample is { Name: "shop_workers", Value: 2 }, ct);
        Assert.Contains(samples, sample => sample.Name == "shop_outbox_age_seconds");
        Assert.Contains(samples, sample => sample.Name == "shop_dead_letters");
        (await shop.Web.GetAsync("/", ct)).Dispose();
        await MetricsPages.WaitForAsync(
            PortOf("web"),
            sample => sample.Name == "shop_breaker_state"
                && sample.Labels["breaker"].Contains("/api/", StringComparison.Ordinal),
            ct);
    }

    [Fact]
    public async Task A_worker_shows_the_queues_of_its_consumers()
    {
        var samples = await MetricsPages.WaitForAsync(
            PortOf("worker"),
            sample => sample.Name == "shop_queue_messages" && sample.Labels["queue"] == "shop.retry.1s",
            TestContext.Current.CancellationToken);

        Assert.Contains(samples, sample => sample.Name == "shop_queue_messages"
            && sample.Labels["queue"].StartsWith("notifications.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_public_ports_do_not_know_the_page()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var host in (HttpClient[])[shop.Api, shop.Web])
        {
            foreach (var path in (string[])["/metrics", "/metrics/", "/METRICS", "/api/metrics", "/api/..%2fmetrics"])
            {
                using var answer = await host.GetAsync(new Uri(path, UriKind.Relative), ct);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.DoesNotContain("dotnet_", await answer.Content.ReadAsStringAsync(ct), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_page_is_all_that_its_port_serves()
    {
        using var http = new HttpClient();
        foreach (var path in (string[])["/", "/health", "/api/products", "/staff"])
        {
            using var answer = await http.GetAsync(
                new Uri($"http://127.0.0.1:{PortOf("api")}{path}"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    // sl  local_address rem_address   st ...
    //  1: 0100007F:9E3B 00000000:0000 0A ...
    [Fact]
    public async Task The_page_listens_on_the_loopback_address_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc.");
        string[] tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        var listening = new List<string>();
        foreach (var table in tables.Where(File.Exists))
        {
            listening.AddRange((await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == "0A")
                .Select(fields => fields[1]));
        }

        foreach (var (_, port) in MetricsPages.PortsOf(shop))
        {
            var hex = port.ToString("X4", CultureInfo.InvariantCulture);
            Assert.Equal(
                [$"0100007F:{hex}"],
                listening.Where(address => address.EndsWith($":{hex}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Ids_and_unknown_paths_make_no_series()
    {
        var ct = TestContext.Current.CancellationToken;
        var id = Guid.CreateVersion7().ToString("n");
        (await shop.Api.GetAsync($"/api/products/{id}", ct)).Dispose();
        (await shop.Api.GetAsync($"/nothing/{id}?{id}={id}", ct)).Dispose();
        (await shop.Web.GetAsync($"/products/{id}", ct)).Dispose();
        using var invented = new HttpRequestMessage(new($"M{id}"), $"/api/products/{id}");
        (await shop.Api.SendAsync(invented, ct)).Dispose();

        foreach (var (_, port) in MetricsPages.PortsOf(shop))
        {
            var values = (await MetricsPages.ReadAsync(port, ct)).SelectMany(sample => sample.Labels.Values);
            Assert.DoesNotContain(values, value => value.Contains(id, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Scrapes_are_no_requests_of_the_shop()
    {
        var ct = TestContext.Current.CancellationToken;
        var port = PortOf("worker");
        await MetricsPages.ReadAsync(port, ct);

        var samples = await MetricsPages.ReadAsync(port, ct);

        Assert.DoesNotContain(
            samples, sample => sample.Name.StartsWith("http_server_request", StringComparison.Ordinal));
    }

    int PortOf(string host) => MetricsPages.PortsOf(shop).First(one => one.Host == host).Port;
}
