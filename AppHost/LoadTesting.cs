using System.Net;
using System.Net.Sockets;
using AppHost.Servers;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>
/// Load tests (docs/load-testing.md): a Locust master and workers, which start when <c>./dev load</c> or somebody in
/// the dashboard starts them.
/// </summary>
static class LoadTesting
{
    public const string Master = "locust";
    public const string Worker = "load-worker";

    // Two cores need one. --load-workers is for larger machines.
    const int Workers = 4;

    /// <summary>The master's page is also at /locust/ of the site, for staff.</summary>
    public static void AddLoadTesting(
        this IDistributedApplicationBuilder builder, IServers servers, IResourceBuilder<ProjectResource> site)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        var ports = new FixedPorts(builder.Configuration);
        var checkout = Path.GetDirectoryName(builder.AppHostDirectory)!;
        var master = builder.AddExecutable(
                Master, "locust", checkout,
                "-f", "load/locustfile.py", "--master", "--master-bind-host", "127.0.0.1", "--web-host", "127.0.0.1")
            // Aspire's proxy would let the site wait for a master that does not run.
            .WithHttpEndpoint(ports[Master] ?? FreePort(), env: "LOCUST_WEB_PORT", isProxied: false)
            .WithEndpoint(FreePort(), name: "workers", scheme: "tcp", env: "LOCUST_MASTER_BIND_PORT", isProxied: false)
            .WithEnvironment("PYTHONDONTWRITEBYTECODE", "1")
            .WithIconName("TopSpeed")
            .WithExplicitStart();
        builder.AddProject<Projects.Shop_Load>(Worker, launchProfileName: null)
            .WithReplicas(builder.Configuration.GetValue("load-workers", Workers))
            .WithMetrics(servers.AreContainers)
            .WithArgs(context =>
            {
                context.Args.Add("--master");
                context.Args.Add(master.GetEndpoint("workers").Property(EndpointProperty.HostAndPort));
                context.Args.Add("--address");
                context.Args.Add(site.GetEndpoint("http"));
            })
            .WithIconName("People")
            .WithExplicitStart();
        site.WithEnvironment("Site__LocustAddress", master.GetEndpoint("http"));
    }

    // The site is told the address before the master starts.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
