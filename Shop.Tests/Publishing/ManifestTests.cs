namespace Shop.Tests.Publishing;

public class ManifestTests
{
    [Fact]
    public async Task The_hosts_are_deployed_and_the_servers_are_parameters()
    {
        var manifest = await PublishedManifest.GetAsync();

        Assert.Equal(
            ["api project.v0", "web project.v0", "worker project.v0"],
            manifest.Resources
                .Where(resource => (string)resource.Value!["type"]! != "parameter.v0")
                .Select(resource => $"{resource.Key} {resource.Value!["type"]}")
                .Order(StringComparer.Ordinal));
        var api = manifest.EnvironmentOf("api");
        Assert.Equal(
            ("{shopdb.connectionString}", "{redis.connectionString}", "{rabbitmq.connectionString}"),
            (api["ConnectionStrings__shopdb"], api["ConnectionStrings__redis"], api["ConnectionStrings__rabbitmq"]));
        Assert.Subset(
            manifest.Parameters.Where(parameter => parameter.IsSecret).Select(parameter => parameter.Name).ToHashSet(),
            new HashSet<string>
            {
                "shopdb", "redis", "rabbitmq", "site-key", "pilot-key", "sendgrid-key", "tickets-connection"
            });
        Assert.Equal("{tickets-connection.value}", manifest.EnvironmentOf("worker")["ConnectionStrings__tickets"]);
    }

    [Fact]
    public async Task Metrics_are_at_a_port_that_no_ingress_knows()
    {
        var manifest = await PublishedManifest.GetAsync();

        Assert.All(PublishedManifest.Hosts, host =>
        {
            var (environment, bindings) = (manifest.EnvironmentOf(host), manifest.Resources[host]!["bindings"]!);
            Assert.Equal(("9464", "false"), (environment["Metrics__Port"], environment["Metrics__LoopbackOnly"]));
            Assert.DoesNotContain("metrics", bindings.AsObject().Select(binding => binding.Key));
            Assert.DoesNotContain("9464", bindings.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Only_the_site_is_external_and_believes_only_the_ingress()
    {
        var manifest = await PublishedManifest.GetAsync();

        Assert.Equal(["web"], PublishedManifest.Hosts.Where(manifest.IsExternal));
        Assert.Equal("{api.bindings.http.url}", manifest.EnvironmentOf("web")["services__api__http__0"]);
        Assert.All(PublishedManifest.Hosts.Select(manifest.EnvironmentOf), environment =>
        {
            Assert.False(environment.ContainsKey("ASPNETCORE_FORWARDEDHEADERS_ENABLED"));
            Assert.Equal("{ingress-network.value}", environment["TrustedProxies__0"]);
            Assert.Equal("{environment-network.value}", environment["TrustedProxies__1"]);
        });
    }

    [Fact]
    public async Task Addresses_are_those_of_the_deployment()
    {
        var manifest = await PublishedManifest.GetAsync();

        var (api, worker) = (manifest.EnvironmentOf("api"), manifest.EnvironmentOf("worker"));
        Assert.Equal("{site-address.value}/orders", api["Payments__ReturnUrl"]);
        Assert.Equal("{founder-email.value}", api["Accounts__FounderEmail"]);
        Assert.Equal("{site-address.value}", worker["Notifications__SiteAddress"]);
        Assert.Equal("{mail-from.value}", worker["Notifications__SendGrid__FromAddress"]);
        Assert.Equal("true", worker["Database__MigrateAtStart"]);
        Assert.Equal("{site-key.value}", manifest.EnvironmentOf("web")["Site__Key"]);
    }

    [Fact]
    public async Task No_setting_of_development_is_deployed()
    {
        var manifest = await PublishedManifest.GetAsync();
        string[] development =
        [
            "Accounts__GrantRolesOnRegistration", "Database__SampleGoods", "Notifications__Smtp__UseTls",
            "Orders__PickUpAfter", "Payments__YooKassa__BaseAddress", "Pilot__PublicStatistics",
            "RateLimits__LoginsPerMinute", "Staff__DashboardAddress"
        ];

        Assert.All(
            PublishedManifest.Hosts.Select(manifest.EnvironmentOf),
            environment => Assert.Empty(environment.Keys.Intersect(development)));
    }

    [Fact]
    public async Task A_trial_in_the_cloud_has_servers_in_containers_that_keep_what_they_can()
    {
        var manifest = await PublishedManifest.PublishAsync("--containers-in-cloud", "true");

        var (postgres, redis, rabbitmq) =
            (manifest.Resources["postgres"]!, manifest.Resources["redis"]!, manifest.Resources["rabbitmq"]!);
        Assert.Null(postgres["volumes"]);
        Assert.Equal(("/bin/sh", "-c"), ((string)redis["entrypoint"]!, (string)redis["args"]![0]!));
        Assert.Equal(2, redis["args"]!.AsArray().Count);
        Assert.StartsWith("exec redis-server ", (string)redis["args"]![1]!, StringComparison.Ordinal);
        Assert.EndsWith(" --appendonly yes", (string)redis["args"]![1]!, StringComparison.Ordinal);
        Assert.Equal("/data", (string)redis["volumes"]![0]!["target"]!);
        Assert.Equal("/var/lib/rabbitmq/mnesia", (string)rabbitmq["volumes"]![0]!["target"]!);
        Assert.Equal("rabbit@localhost", (string)rabbitmq["env"]!["RABBITMQ_NODENAME"]!);
        Assert.Equal(
            "{postgres.connectionString};Database=shopdb", (string)manifest.Resources["shopdb"]!["connectionString"]!);
        Assert.Null(manifest.Resources["migrations"]);
    }
}
