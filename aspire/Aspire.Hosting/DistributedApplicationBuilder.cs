using System.Reflection;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

public interface IDistributedApplicationBuilder
{
    ConfigurationManager Configuration { get; }

    string AppHostDirectory { get; }

    Assembly? AppHostAssembly { get; }

    IHostEnvironment Environment { get; }

    IServiceCollection Services { get; }

    IDistributedApplicationEventing Eventing { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IResourceCollection Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    DistributedApplication Build();
}

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    public string? AssemblyName { get; set; }

    public string? ProjectDirectory { get; set; }

    public string? DashboardApplicationName { get; set; }

    public bool DisableDashboard { get; set; }

    public bool EnableResourceLogging { get; set; }

    public bool AllowUnsecuredTransport { get; set; }

    internal Assembly? Assembly => AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName);
}

public enum DistributedApplicationOperation
{
    Run,
    Publish,
}

public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsRunMode => Operation is DistributedApplicationOperation.Run;

    public bool IsPublishMode => Operation is DistributedApplicationOperation.Publish;

    public IServiceProvider Services { get; internal set; } = null!;
}

public class DistributedApplicationException(string message, Exception? inner = null) : Exception(message, inner);

public sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    readonly HostApplicationBuilder _host;

    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options) : this(options, new HostApplicationBuilderSettings())
    {
    }

    internal DistributedApplicationBuilder(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        AppHostHooks.BuilderCreating?.Invoke(options, settings);
        AppHostAssembly = options.Assembly;
        AppHostDirectory = options.ProjectDirectory ?? Metadata("AppHostProjectPath") ?? Directory.GetCurrentDirectory();
        settings.Args ??= options.Args;
        settings.ContentRootPath ??= AppHostDirectory;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        _host = new HostApplicationBuilder(settings);

        if (AppHostAssembly is { } assembly && _host.Environment.IsDevelopment())
            _host.Configuration.AddUserSecrets(assembly, optional: true).AddCommandLine(options.Args ?? []);
        var publishing = Configuration["publisher"] is not null || Configuration["operation"] == "publish";
        ExecutionContext = new(publishing ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run);
        Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:BrowserToken"] = Configuration["AppHost:BrowserToken"] ?? Configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] ?? Token(),
            ["AppHost:OtlpApiKey"] = Configuration["AppHost:OtlpApiKey"] ?? Token(),
            ["AppHost:ResourceService:ApiKey"] = Configuration["AppHost:ResourceService:ApiKey"] ?? Token(),
            ["AppHost:DashboardApplicationName"] = options.DashboardApplicationName ?? Environment.ApplicationName,
            ["AppHost:AspireVersion"] = Metadata("AspireVersion"),
        });

        Services.Configure<HostOptions>(host =>
        {
            // Independent parts, and a failing one must not keep the others from being told to stop.
            host.ServicesStartConcurrently = false;
            host.ShutdownTimeout = TimeSpan.FromSeconds(20);
        });
        Services.AddSingleton(options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton(services => new ResourceCommandService(services));
        Services.AddHealthChecks();
        Services.TryAddSingleton(TimeProvider.System);
        if (ExecutionContext.IsPublishMode)
        {
            Services.AddHostedService<ManifestPublisher>();
            Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        }
        else
        {
            Services.AddSingleton<DcpHost>();
            Services.AddSingleton<DcpExecutor>();
            Services.AddSingleton<ResourceService>();
            Services.AddSingleton<DashboardHost>();
            Services.AddHostedService<Orchestrator>();
            Services.AddHostedService<ResourceHealthCheckService>();
            if (options.EnableResourceLogging)
                Services.AddHostedService<ResourceLogForwarder>();
        }
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AppHostHooks.BuilderCreated?.Invoke(this);

        string? Metadata(string key) => AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key)?.Value;
        static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.FirstOrDefault(known => known.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)) is not null)
            throw new DistributedApplicationException($"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because a resource with that name already exists. Resource names are case-insensitive.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        AppHostHooks.Building?.Invoke(this);
        var application = new DistributedApplication(_host.Build());
        ExecutionContext.Services = application.Services;
        AppHostHooks.Built?.Invoke(application);
        return application;
    }

    sealed class ResourceBuilder<T>(IDistributedApplicationBuilder applicationBuilder, T resource) : IResourceBuilder<T> where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder => applicationBuilder;

        public T Resource => resource;

        public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior) where TAnnotation : IResourceAnnotation
        {
            if (behavior is ResourceAnnotationMutationBehavior.Replace)
            {
                foreach (var old in resource.Annotations.OfType<TAnnotation>().ToList())
                    resource.Annotations.Remove(old);
            }
            resource.Annotations.Add(annotation);
            return this;
        }
    }
}

/// <summary>Where Aspire.Hosting.Testing reaches into an AppHost that runs on a thread of its own.</summary>
static class AppHostHooks
{
    static readonly AsyncLocal<Action<DistributedApplicationOptions, HostApplicationBuilderSettings>?> Creating = new();
    static readonly AsyncLocal<Action<DistributedApplicationBuilder>?> Created = new();
    static readonly AsyncLocal<Action<DistributedApplicationBuilder>?> AtBuild = new();
    static readonly AsyncLocal<Action<DistributedApplication>?> AfterBuild = new();

    public static Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? BuilderCreating { get => Creating.Value; set => Creating.Value = value; }

    public static Action<DistributedApplicationBuilder>? BuilderCreated { get => Created.Value; set => Created.Value = value; }

    public static Action<DistributedApplicationBuilder>? Building { get => AtBuild.Value; set => AtBuild.Value = value; }

    public static Action<DistributedApplication>? Built { get => AfterBuild.Value; set => AfterBuild.Value = value; }
}
