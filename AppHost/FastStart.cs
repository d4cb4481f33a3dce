using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>Removes what Aspire's defaults add to the time until all resources are healthy.</summary>
static class FastStart
{
    public static void AddFastStart(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            foreach (var project in start.Model.Resources.OfType<ProjectResource>())
                RunBuiltAssembly(builder.CreateResourceBuilder(project));
            _ = LowerDashboardAsync(start.Services);
            return Task.CompletedTask;
        });
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var registration in options.Registrations)
            {
                var create = registration.Factory;
                registration.Factory = services => new UntilHealthy(create(services));
            }
        });
    }

    /// <summary>
    /// Starts a project as <c>dotnet exec Shop.Api.dll</c>. The default, <c>dotnet run --no-build</c>, first evaluates
    /// the project for a second. An IDE and <c>dotnet watch</c> launch projects by themselves and ignore these
    /// arguments.
    /// </summary>
    static void RunBuiltAssembly(IResourceBuilder<ProjectResource> project)
    {
        // artifacts/bin/AppHost/debug/ is beside artifacts/bin/Shop.Api/debug/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var name = Path.GetFileNameWithoutExtension(project.Resource.GetProjectMetadata().ProjectPath);
        var assembly = Path.Combine(output.Parent!.Parent!.FullName, name, output.Name, $"{name}.dll");
        if (!File.Exists(assembly))
            return;
#pragma warning disable ASPIREEXTENSION001 // Experimental, and the only way to replace `dotnet run`.
        project.WithLaunchToolArgs(context =>
        {
            context.Args.Add("exec");
            context.Args.Add(assembly);
        }, "project", showInCommandLine: false);
#pragma warning restore ASPIREEXTENSION001
    }

    /// <summary>
    /// Lowers the dashboard's priority: while it starts, it needs as much processor time as three hosts.
    /// </summary>
    static async Task LowerDashboardAsync(IServiceProvider services)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            var notifications = services.GetRequiredService<ResourceNotificationService>();
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                var pid = change.Snapshot.Properties
                    .FirstOrDefault(property => property.Name == "executable.pid")?.Value;
                if (change.Resource.Name != Graph.Dashboard || pid is not (int and > 0))
                    continue;
                using var dashboard = Process.GetProcessById((int)pid);
                dashboard.PriorityClass = ProcessPriorityClass.BelowNormal;
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ArgumentException or Win32Exception)
        {
            // It has ended, or the user may not change its priority.
        }
    }

    /// <summary>
    /// Repeats a check until it is healthy. Aspire waits one second after the first failed check and two, three, up to
    /// five after the next ones, so a resource that needs 1.1 s counts as healthy after 3 s. These intervals cannot be
    /// configured.
    /// </summary>
    sealed class UntilHealthy(IHealthCheck check) : IHealthCheck
    {
        static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

        // Then the unhealthy result is reported with its reason, and Aspire repeats the check.
        static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default)
        {
            var started = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var result = await check.CheckHealthAsync(context, cancellationToken);
                if (result.Status == HealthStatus.Healthy || TimeProvider.System.GetElapsedTime(started) > Limit)
                    return result;
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
