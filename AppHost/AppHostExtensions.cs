using System.Reflection;
using AppHost.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost;

static class AppHostExtensions
{
    /// <summary>Whether a test hosts the graph in its own process.</summary>
    public static bool IsTest(this IDistributedApplicationBuilder builder) =>
        Assembly.GetEntryAssembly() != builder.AppHostAssembly;

    /// <summary>
    /// Shows the start on the console. A graph in a test process has no console, and it is hidden from the Aspire CLI,
    /// whose commands would otherwise have two graphs of this checkout to choose from. <c>--hidden true</c> hides the
    /// graph of an AppHost process in the same way.
    /// </summary>
    public static void AddStartupReport(this IDistributedApplicationBuilder builder)
    {
        var isTest = builder.IsTest();
        if (isTest || builder.Configuration.GetValue<bool>("hidden"))
        {
            var path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.csproj");
            builder.Configuration["AppHost:Path"] = builder.Configuration["AppHost:FilePath"] = path;
        }
        if (isTest || !builder.ExecutionContext.IsRunMode)
            return;
        builder.Services.AddSingleton<Graph>();
        // Before Aspire's own services: their start ends with the last resource that waits for another, and the report
        // covers that time.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartupReport>());
        builder.AddOrchestratorShutdown();
    }

    /// <summary>Reports what prevents a start in one sentence, with a non-zero exit code and no stack trace.</summary>
    public static void RunWithErrorMessage(this DistributedApplication application)
    {
        try
        {
            var unclaimed = new FixedPorts(application.Services.GetRequiredService<IConfiguration>())
                .Unclaimed(application.Services.GetRequiredService<DistributedApplicationModel>().Resources).ToList();
            if (unclaimed.Count > 0)
                throw new DistributedApplicationException(string.Join(Environment.NewLine, unclaimed));
            // Not Run(), which wraps an exception in an AggregateException.
            application.RunAsync().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It was stopped while it was still starting.
        }
        catch (Exception e) when (e is DistributedApplicationException or FileNotFoundException)
        {
            Console.Error.WriteLine(e.Message.Contains("./dev", StringComparison.Ordinal)
                ? e.Message
                : $"{e.Message} `./dev setup` installs what a local run needs.");
            Environment.ExitCode = 1;
        }
    }

    /// <summary>
    /// <c>--hosts false</c> starts the servers only, for an API, worker, migrations and site that run elsewhere.
    /// </summary>
    public static void RemoveHosts(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("hosts", true))
            return;
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.Resources.Remove(project);
    }

    /// <summary>
    /// Shows a connection string with its password, for `psql` and the benchmarks: `./dev connection shopdb`.
    /// </summary>
    public static void AddConnectionStringCommands(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return;
        foreach (var resource in builder.Resources.OfType<IResourceWithConnectionString>().ToList())
        {
            builder.CreateResourceBuilder(resource).WithCommand(
                "connection-string", "Connection string",
                async context => CommandResults.Success(
                    resource.Name,
                    await resource.GetConnectionStringAsync(context.CancellationToken) ?? ""),
                new() { Description = "Shows the connection string, password included", IconName = "PlugConnected" });
        }
    }

    /// <summary>
    /// `--ports:web 8080` makes the resource itself listen on that port, instead of Aspire's proxy on a free one.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithFixedPort(this IResourceBuilder<ProjectResource> project)
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

    /// <summary>
    /// Trusts <c>X-Forwarded-For</c> from this machine: every local request comes through Aspire's proxy. A deployment
    /// configures its own proxies.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithTrustedLocalProxies(
        this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project
                .WithEnvironment("TrustedProxies__0", "127.0.0.0/8")
                .WithEnvironment("TrustedProxies__1", "::1/128")
            : project;

    /// <summary>
    /// In development and tests, the first account is admin and this address is staff as soon as they register. In a
    /// deployment, the first admin is the account that has verified the address in the parameter.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithFirstRoles(this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project
                .WithEnvironment("Accounts__GrantRolesOnRegistration", "true")
                .WithEnvironment("Accounts__StaffEmails__0", "test@example.com")
            : project.WithEnvironment(
                "Accounts__FounderEmail", project.ApplicationBuilder.AddParameter("founder-email"));

    /// <summary>In development and tests, a health checker reads the statistics of errors without an account.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicStatistics(
        this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("Pilot__PublicStatistics", "true")
            : project;

    /// <summary>
    /// In development and tests all clients have one address, and load tests run against the graph: the rate limits are
    /// those of a deployment a thousand times. `RateLimits__Enabled=false` disables them.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithGenerousRateLimits(
        this IResourceBuilder<ProjectResource> project)
    {
        if (!project.ApplicationBuilder.ExecutionContext.IsRunMode)
            return project;
        (string Setting, string Limit)[] limits =
        [
            ("RateLimits__RegistrationsPerHour", "200000"),
            ("RateLimits__LoginsPerMinute", "600000"),
            ("RateLimits__WatchesPerHour", "200000"),
            ("RateLimits__WatchMailsPerDay", "50000"),
            ("RateLimits__ShippingQuotesPerMinute", "300000"),
            ("RateLimits__EventsPerMinute", "6000000"),
            ("RateLimits__PurchasesPerMinute", "120000"),
            ("Pilot__EventsPerMinute", "6000000"),
            ("Orders__MaxUnpaidOrders", "50000"),
            ("Orders__MaxUnpaidUnits", "1000000")
        ];
        foreach (var (setting, limit) in limits)
            project.WithEnvironment(setting, limit);
        return project;
    }

    /// <summary>
    /// In development and tests, orders for pickup are handed over after ten seconds, because no staff is there.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPickupsHandedOver(
        this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project.WithEnvironment("Orders__PickUpAfter", "00:00:10")
            : project;

    /// <summary>In development and tests, the inbox is the team's, and all tests share the mails of an hour.</summary>
    public static IResourceBuilder<ProjectResource> WithAlertsInTheInbox(
        this IResourceBuilder<ProjectResource> project) =>
        project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project
                .WithEnvironment("Pilot__Alerts__To__0", "team@example.com")
                .WithEnvironment("Pilot__Alerts__MostPerHour", "10000")
            : project;

    /// <summary>
    /// The key with which all replicas encrypt sessions and forms: generated once, stored like the servers' passwords.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSiteKey(this IResourceBuilder<ProjectResource> project)
    {
        var generated = new GenerateParameterDefault { MinLength = 43, Special = false };
        return project.WithEnvironment(
            "Site__Key",
            project.ApplicationBuilder.AddParameter("site-key", generated, secret: true, persist: true));
    }

    /// <summary>
    /// The site's address for everybody outside, to which links in mails point. A deployment is asked for it, because
    /// its own domain is known nowhere else.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSiteAddress(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ProjectResource> site)
    {
        const string Setting = "Notifications__SiteAddress";
        return project.ApplicationBuilder.ExecutionContext.IsRunMode
            ? project.WithEnvironment(Setting, site.GetEndpoint("http"))
            : project.WithEnvironment(Setting, project.ApplicationBuilder.AddParameter("site-address"));
    }

    /// <summary>
    /// The address that a trace on the staff pages and in alerts links to. Without a dashboard, as in a test or a
    /// deployment, they show the trace id.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithDashboardAddress(
        this IResourceBuilder<ProjectResource> project, string setting = "Staff__DashboardAddress") =>
        project.WithEnvironment(context =>
        {
            // Aspire adds its dashboard to the graph at the start: after AppHost.cs has run, and before the environment
            // of a resource is evaluated.
            var dashboard = project.ApplicationBuilder.Resources
                .OfType<IResourceWithEndpoints>()
                .FirstOrDefault(resource => resource.Name == Graph.Dashboard);
            var frontend = dashboard?.Annotations
                .OfType<EndpointAnnotation>()
                .FirstOrDefault(endpoint => endpoint.Name is "https" or "http");
            if (frontend is not null)
                context.EnvironmentVariables[setting] = dashboard!.GetEndpoint(frontend.Name);
        });
}
