using AppHost.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost;

static class AppHostExtensions
{
    /// <summary>
    /// Shows the start on the console. A graph inside a test process has no console to show it on and stays invisible for
    /// the Aspire CLI, whose commands would otherwise have two graphs of this checkout to choose from.
    /// <c>--hidden true</c> hides a graph of its own in the same way.
    /// </summary>
    public static void AddStartupReport(this IDistributedApplicationBuilder builder)
    {
        var isTest = System.Reflection.Assembly.GetEntryAssembly() != builder.AppHostAssembly;
        if (isTest || builder.Configuration.GetValue<bool>("hidden"))
        {
            var path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.csproj");
            builder.Configuration["AppHost:Path"] = builder.Configuration["AppHost:FilePath"] = path;
        }
        if (isTest || !builder.ExecutionContext.IsRunMode)
            return;
        builder.Services.AddSingleton<Graph>();
        // Before Aspire's own services: their start ends with the last resource that waits for another, and the report covers that time.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartupReport>());
        builder.Services.AddHostedService<OrchestratorShutdown>();
    }

    /// <summary>What keeps the graph from starting is one sentence and a non-zero exit code, not a stack trace.</summary>
    public static void RunOrExplain(this DistributedApplication application)
    {
        try
        {
            var unclaimed = new FixedPorts(application.Services.GetRequiredService<IConfiguration>())
                .Unclaimed(application.Services.GetRequiredService<DistributedApplicationModel>().Resources).ToList();
            if (unclaimed.Count > 0)
                throw new DistributedApplicationException(string.Join(Environment.NewLine, unclaimed));
            // Not Run(), which wraps what went wrong in an AggregateException.
            application.RunAsync().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was still starting.
        }
        catch (Exception e) when (e is DistributedApplicationException or FileNotFoundException)
        {
            Console.Error.WriteLine(e.Message.Contains("./dev", StringComparison.Ordinal) ? e.Message : $"{e.Message} `./dev setup` installs what a local run needs.");
            Environment.ExitCode = 1;
        }
    }

    /// <summary>
    /// <c>--hosts false</c> leaves out API, worker, migrations and site: servers for hosts that are started elsewhere.
    /// </summary>
    public static void LeaveOutHosts(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("hosts", true))
            return;
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.Resources.Remove(project);
    }

    /// <summary>The connection string with its password, for `psql` and the benchmarks: `./dev connection shopdb`.</summary>
    public static void AddConnectionStringCommands(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        foreach (var resource in builder.Resources.OfType<IResourceWithConnectionString>().ToList())
        {
            builder.CreateResourceBuilder(resource).WithCommand(
                "connection-string", "Connection string",
                async context => CommandResults.Success(resource.Name, await resource.GetConnectionStringAsync(context.CancellationToken) ?? ""),
                new() { Description = "Shows the connection string, password included", IconName = "PlugConnected" });
        }
    }

    /// <summary>`--ports:web 8080` gives this resource that port, of its own, instead of a free one behind a proxy.</summary>
    public static IResourceBuilder<ProjectResource> WithAskedPort(this IResourceBuilder<ProjectResource> project)
    {
        if (project.ApplicationBuilder.Configuration.GetValue<int?>($"ports:{project.Resource.Name}") is { } port)
        {
            project.WithEndpoint("http", endpoint =>
            {
                endpoint.Port = port;
                endpoint.IsProxied = false;
            });
        }
        return project;
    }

    /// <summary>Here all come from this machine, through Aspire's own proxy, and are believed when they say for whom. Deployed, that is a setting of its own.</summary>
    public static IResourceBuilder<ProjectResource> WithLocalProxies(this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("TrustedProxies__0", "127.0.0.0/8").WithEnvironment("TrustedProxies__1", "::1/128")
            : project;

    /// <summary>Whoever registers with this address while developing or testing may do what the shop's staff may.</summary>
    public static IResourceBuilder<ProjectResource> WithDevelopmentStaff(this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode ? project.WithEnvironment("Accounts__StaffEmails__0", "test@example.com") : project;

    /// <summary>What its replicas seal sessions and forms with: made up once, and kept as the servers' passwords are.</summary>
    public static IResourceBuilder<ProjectResource> WithSiteKey(this IResourceBuilder<ProjectResource> project) => project.WithEnvironment(
        "Site__Key", project.ApplicationBuilder.AddParameter("site-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true));

    /// <summary>Where a trace on the staff pages leads to. Without a dashboard, as in a test or when deployed, they show its id.</summary>
    public static IResourceBuilder<ProjectResource> WithDashboardAddress(this IResourceBuilder<ProjectResource> project) => project.WithEnvironment(context =>
    {
        // Aspire adds its dashboard to the graph at the start of it: after AppHost.cs has run, and before anybody's environment is asked for.
        if (project.ApplicationBuilder.Resources.FirstOrDefault(resource => resource.Name == Graph.Dashboard) is IResourceWithEndpoints dashboard
            && dashboard.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => endpoint.Name is "https" or "http") is { } frontend)
            context.EnvironmentVariables["Staff__DashboardAddress"] = dashboard.GetEndpoint(frontend.Name);
    });
}
