using AppHost.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost;

/// <summary>The port on which a host serves its metrics, for Prometheus and nobody else.</summary>
static class Metrics
{
    public const string PortVariable = "Metrics__Port";
    const string Endpoint = "metrics";

    // In a deployment each host has an address of its own. It is no endpoint of the manifest, so no ingress knows it.
    const string DeployedPort = "9464";

    /// <summary>In a deployment, the team has a Prometheus of its own.</summary>
    public static void AddMonitoring(
        this IDistributedApplicationBuilder builder,
        IServers servers,
        IResourceBuilder<IResourceWithEndpoints> mail,
        params ReadOnlySpan<IResourceBuilder<ProjectResource>> hosts)
    {
        foreach (var host in hosts)
            host.WithMetrics(servers.AreContainers);
        if (builder.ExecutionContext.IsRunMode)
            servers.AddPrometheus("prometheus", servers.AddAlertmanager("alertmanager", mail));
    }

    /// <summary>The file that <c>targets.json</c> in ops/prometheus/prometheus.yml is.</summary>
    public static void AddTargets(this IDistributedApplicationBuilder builder, string directory, string host) =>
        builder.Services.AddHostedService(services => new MetricsTargets(
            services.GetRequiredService<ResourceNotificationService>(), Path.Combine(directory, "targets.json"), host));

    /// <summary>The program listens at the port that it is told.</summary>
    public static IResourceBuilder<ProjectResource> WithMetrics(
        this IResourceBuilder<ProjectResource> project, bool fromContainers = false)
    {
        if (!project.ApplicationBuilder.ExecutionContext.IsRunMode)
            return project
                .WithEnvironment(PortVariable, DeployedPort)
                .WithEnvironment("Metrics__LoopbackOnly", "false");
        // On Linux, a container reaches this machine by the address of a bridge. Elsewhere it reaches the loopback.
        if (fromContainers && OperatingSystem.IsLinux())
            project.WithEnvironment("Metrics__LoopbackOnly", "false");
        return project
            .WithHttpEndpoint(name: Endpoint, env: PortVariable)
            .WithEndpoint(Endpoint, endpoint => endpoint.ExcludeReferenceEndpoint = true)
            // The host itself listens there; it is none of its public addresses.
            .WithEndpointsInEnvironment(endpoint => endpoint.Name != Endpoint)
            .WithUrls(urls => urls.Urls.RemoveAll(url => url.Endpoint?.EndpointName == Endpoint));
    }
}
