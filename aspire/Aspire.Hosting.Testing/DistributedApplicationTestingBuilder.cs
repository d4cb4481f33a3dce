using System.Reflection;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}

/// <summary>Runs the AppHost's own Main on a thread of its own, up to its Build(), and hands its builder to the test.</summary>
public static class DistributedApplicationTestingBuilder
{
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default) =>
        CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
    {
        var run = new EntryPointRun(entryPoint.Assembly, args, configureBuilder);
        return new Builder(await run.StartAsync().WaitAsync(cancellationToken), run);
    }

    sealed class EntryPointRun(Assembly assembly, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource _mayBuild = new();

        public Task<DistributedApplicationBuilder> StartAsync()
        {
            new Thread(Main) { IsBackground = true, Name = $"{assembly.GetName().Name}.EntryPoint" }.Start();
            return _builder.Task;
        }

        public Task<DistributedApplication> BuildAsync()
        {
            _mayBuild.TrySetResult();
            return _application.Task;
        }

        void Main()
        {
            AppHostHooks.BuilderCreating = (options, settings) =>
            {
                Configure(assembly, args, options, settings);
                configure(options, settings);
            };
            AppHostHooks.BuilderCreated = builder => builder.Services.AddHttpClient();
            AppHostHooks.Building = builder =>
            {
                _builder.TrySetResult(builder);
                _mayBuild.Task.GetAwaiter().GetResult();
            };
            AppHostHooks.Built = application =>
            {
                application.StartedElsewhere = true;
                _application.TrySetResult(application);
            };
            try
            {
                var main = assembly.EntryPoint ?? throw new InvalidOperationException($"Assembly {assembly.GetName().Name} does not have an entry point.");
                main.Invoke(null, main.GetParameters().Length == 0 ? [] : [args]);
                Fail(new InvalidOperationException("The entry point exited without building a DistributedApplication."));
            }
            catch (TargetInvocationException e)
            {
                Fail(e.InnerException ?? e);
            }
        }

        void Fail(Exception e)
        {
            _builder.TrySetException(e);
            _application.TrySetException(e);
        }
    }

    static void Configure(Assembly assembly, string[] args, DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        var name = assembly.GetName().Name;
        settings.Args = options.Args = [.. settings.Args ?? [], .. args];
        settings.ApplicationName = options.AssemblyName = name;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        var defaults = new Dictionary<string, string?> { ["DcpPublisher:RandomizePorts"] = "true", ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true" };
        var directory = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "AppHostProjectPath")?.Value;
        // The environment of the AppHost is what its first launch profile says, as with `dotnet run`.
        if (directory is not null && Path.Combine(directory, "Properties", "launchSettings.json") is var file && File.Exists(file))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var profile = document.RootElement.GetProperty("profiles").EnumerateObject().First();
            defaults["DOTNET_LAUNCH_PROFILE"] = profile.Name;
            if (profile.Value.TryGetProperty("environmentVariables", out var variables))
            {
                foreach (var variable in variables.EnumerateObject())
                {
                    defaults[variable.Name] = variable.Value.GetString();
                    if (variable.Name.StartsWith("DOTNET_", StringComparison.Ordinal))
                        defaults[variable.Name["DOTNET_".Length..]] = variable.Value.GetString();
                }
            }
        }
        settings.Configuration ??= new();
        settings.Configuration.AddInMemoryCollection(defaults);
        settings.Configuration.AddCommandLine(settings.Args);
    }

    sealed class Builder(DistributedApplicationBuilder inner, EntryPointRun run) : IDistributedApplicationTestingBuilder
    {
        DistributedApplication? _application;

        public ConfigurationManager Configuration => inner.Configuration;

        public string AppHostDirectory => inner.AppHostDirectory;

        public Assembly? AppHostAssembly => inner.AppHostAssembly;

        public IHostEnvironment Environment => inner.Environment;

        public IServiceCollection Services => inner.Services;

        public IDistributedApplicationEventing Eventing => inner.Eventing;

        public DistributedApplicationExecutionContext ExecutionContext => inner.ExecutionContext;

        public IResourceCollection Resources => inner.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource => inner.AddResource(resource);

        public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => inner.CreateResourceBuilder(resource);

        public DistributedApplication Build() => BuildAsync(CancellationToken.None).GetAwaiter().GetResult();

        public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => _application = await run.BuildAsync().WaitAsync(cancellationToken);

        public void Dispose() => _application?.Dispose();

        public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

public static class DistributedApplicationHostingTestingExtensions
{
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var resource = Find(app, resourceName) as IResourceWithEndpoints ?? throw new ArgumentException($"Resource '{resourceName}' has no endpoints.", nameof(resourceName));
        var endpoint = endpointName is not null
            ? resource.GetEndpoint(endpointName)
            : resource.GetEndpoints().FirstOrDefault(e => e.IsHttp) ?? resource.GetEndpoints().FirstOrDefault(e => e.IsHttps);
        return endpoint is { Exists: true, IsAllocated: true } ? new(endpoint.Url) : throw new ArgumentException($"Endpoint '{endpointName ?? "http"}' for resource '{resourceName}' not found.", nameof(endpointName));
    }

    public static ValueTask<string?> GetConnectionStringAsync(this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find(app, resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"Resource '{resourceName}' does not expose a connection string.", nameof(resourceName));

    static IResource Find(DistributedApplication app, string name) =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.FirstOrDefault(resource => resource.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Resource '{name}' not found.", nameof(name));
}
