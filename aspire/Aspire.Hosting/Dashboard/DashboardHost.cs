using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Aspire's own dashboard as a hidden resource of the graph: it reads the model from the resource service and takes everybody's telemetry.</summary>
sealed partial class DashboardHost(
    DistributedApplicationOptions options, DistributedApplicationModel model, ResourceService resourceService, ResourceLoggerService loggers, IDistributedApplicationEventing eventing,
    IConfiguration configuration, IHostEnvironment environment, ILogger<DashboardHost> logger)
{
    public const string ResourceName = "aspire-dashboard";

    public async Task AddToModelAsync(CancellationToken cancellationToken)
    {
        if (options.DisableDashboard)
            return;
        if (AspireBundle.Find(configuration).DashboardPath is not { } path)
        {
            LogMissing();
            return;
        }
        // People look at the dashboard once the graph is up: until then it leaves the processor to the graph.
        var polite = OperatingSystem.IsLinux() && File.Exists("/usr/bin/nice");
        var dashboard = new ExecutableResource(ResourceName, polite ? "/usr/bin/nice" : path, environment.ContentRootPath);
        var frontend = AddEndpoint(dashboard, "http", configuration["ASPNETCORE_URLS"]);
        var otlpGrpc = AddEndpoint(dashboard, "otlp-grpc", configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"]);
        var otlpHttp = AddEndpoint(dashboard, "otlp-http", configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"]);
        dashboard.Annotations.Add(new ResourceSnapshotAnnotation(new() { ResourceType = "Executable", Properties = [], IsHidden = true, State = KnownResourceStates.Starting }));
        string[] args = [.. polite ? ["-n", "10", path] : Array.Empty<string>(), .. Path.GetFileNameWithoutExtension(path) == "aspire-managed" ? ["dashboard"] : Array.Empty<string>()];
        dashboard.Annotations.Add(new CommandLineArgsCallbackAnnotation(context =>
        {
            foreach (var arg in args)
                context.Args.Add(arg);
            return Task.CompletedTask;
        }));
        var token = configuration["AppHost:BrowserToken"];
        dashboard.Annotations.Add(new EndpointUrlCallbackAnnotation("http", url => url.Url = $"/login?t={token}"));
        var resourceServiceUrl = await resourceService.StartAsync(cancellationToken);
        dashboard.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            var variables = context.EnvironmentVariables;
            variables["ASPNETCORE_ENVIRONMENT"] = "Production";
            variables["ASPNETCORE_URLS"] = frontend;
            variables["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = otlpGrpc;
            variables["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = otlpHttp;
            variables["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resourceServiceUrl;
            variables["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = configuration["AppHost:ResourceService:ApiKey"]!;
            variables["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken";
            variables["DASHBOARD__FRONTEND__BROWSERTOKEN"] = token!;
            variables["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__OTLP__PRIMARYAPIKEY"] = configuration["AppHost:OtlpApiKey"]!;
            variables["DASHBOARD__API__AUTHMODE"] = "ApiKey";
            variables["DASHBOARD__API__PRIMARYAPIKEY"] = configuration["AppHost:BrowserToken"]!;
            variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            return Task.CompletedTask;
        }));
        eventing.Subscribe<ResourceEndpointsAllocatedEvent>(dashboard, (_, _) =>
        {
            _ = ReportAsync(model.InstanceIdsOf(dashboard)[0], $"{frontend.Url}/login?t={token}");
            return Task.CompletedTask;
        });
        model.Resources.Insert(0, dashboard);
    }

    public Task StopAsync(CancellationToken cancellationToken) => resourceService.StopAsync(cancellationToken);

    /// <summary>The link once it works, or why there is none: nobody looks at the console of the dashboard itself.</summary>
    async Task ReportAsync(string id, string login)
    {
        await foreach (var lines in loggers.WatchAsync(id))
        {
            // 2026-11-21T02:28:18.749Z Error: Failed to bind to address http://127.0.0.1:18310: address already in use.
            foreach (var (_, content, isError) in lines)
            {
                if (isError)
                    LogError(content[(content.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                else if (content.Contains(" Now listening on: ", StringComparison.Ordinal))
                    LogLogin(login);
            }
        }
    }

    EndpointReference AddEndpoint(ExecutableResource dashboard, string name, string? asked)
    {
        var fixedPort = !configuration.GetValue("DcpPublisher:RandomizePorts", false) && Uri.TryCreate(asked?.Split(';').OrderBy(url => url.StartsWith("https:", StringComparison.Ordinal)).First(), UriKind.Absolute, out var url) && url.Port > 0 ? url.Port : (int?)null;
        var endpoint = new EndpointAnnotation(ProtocolType.Tcp, "http", name: name, port: fixedPort, isProxied: false);
        dashboard.Annotations.Add(endpoint);
        return new(dashboard, endpoint);
    }

    [LoggerMessage(LogLevel.Information, "Login to the dashboard at {Url}")]
    private partial void LogLogin(string url);

    [LoggerMessage(LogLevel.Error, "The dashboard says: {Line}")]
    private partial void LogError(string line);

    [LoggerMessage(LogLevel.Warning, "Aspire's dashboard is not on this machine, so there is none: run `./dev setup`, or set ASPIRE_DASHBOARD_PATH")]
    private partial void LogMissing();
}
