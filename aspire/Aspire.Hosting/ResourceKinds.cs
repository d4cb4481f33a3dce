using System.ComponentModel;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }

    bool SuppressBuild => false;

    /// <summary>What the project was built to, so that it starts without a `dotnet run` in front of it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    string? TargetPath => null;
}

public static class ExecutableResourceBuilderExtensions
{
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddResource(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory))).WithArgs(args ?? []);
}

public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag) =>
        builder.AddResource(new ContainerResource(name)).WithImage(image, tag);

    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImageAnnotation { Image = image, Tag = tag ?? "latest" }, ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry) where T : ContainerResource
    {
        builder.Resource.Annotations.OfType<ContainerImageAnnotation>().Last().Registry = registry;
        return builder;
    }

    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        builder.Resource.Annotations.OfType<ContainerImageAnnotation>().Last().Tag = tag;
        return builder;
    }

    public static IResourceBuilder<T> WithEntrypoint<T>(this IResourceBuilder<T> builder, string entrypoint) where T : ContainerResource
    {
        builder.Resource.Entrypoint = entrypoint;
        return builder;
    }

    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target, ContainerMountType.BindMount, isReadOnly));

    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));
}

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddParameter(Create(builder, name, secret));

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(new ParameterResource(name, _ => builder.Configuration[$"Parameters:{name}"] ?? value, secret));

    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        var parameter = Create(builder, name, secret);
        parameter.Default = persist ? new UserSecretsDefault(builder, name, value) : value;
        return builder.AddParameter(parameter);
    }

    /// <summary>A generated password that survives restarts (in user secrets), as data directories do.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(
        IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true,
        int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0)
    {
        var parameter = Create(builder, name, secret: true);
        var generated = new GenerateParameterDefault { Special = special };
        parameter.Default = builder.ExecutionContext.IsRunMode ? new UserSecretsDefault(builder, name, generated) : generated;
        return parameter;
    }

    static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, ParameterResource parameter) =>
        builder.AddResource(parameter).WithInitialState(new CustomResourceSnapshot
        {
            ResourceType = "Parameter",
            State = KnownResourceStates.Running,
            Properties = [new("parameter.secret", parameter.Secret.ToString()), new(CustomResourceKnownProperties.Source, $"Parameters:{parameter.Name}")],
        });

    static ParameterResource Create(IDistributedApplicationBuilder builder, string name, bool secret) => new(name, fallback =>
        builder.Configuration[$"Parameters:{name}"]
        ?? fallback?.GetDefaultValue()
        ?? throw new DistributedApplicationException($"Parameter resource could not be used because configuration key 'Parameters:{name}' is missing and the Parameter has no default value."), secret);
}

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name) where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        return builder.Add(name, metadata, LaunchProfile.For(metadata.ProjectPath, builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"]));
    }

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName) where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        return builder.Add(name, metadata, launchProfileName is null ? null : LaunchProfile.For(metadata.ProjectPath, launchProfileName));
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);

    static IResourceBuilder<ProjectResource> Add(this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, LaunchProfile? profile)
    {
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(metadata);
        if (builder.ExecutionContext.IsPublishMode)
            return project.PublishDefaults(isWeb: profile?.ApplicationUrl is not null);
        foreach (var url in (profile?.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url)))
        {
            // A launch profile's port is a wish: the orchestrator gives a random one when it was told to.
            project.WithEndpoint(url.Scheme, endpoint =>
            {
                endpoint.UriScheme = url.Scheme;
                endpoint.Transport = "http";
                endpoint.Port = url.Port;
            });
        }

        project.WithEnvironment(context =>
        {
            context.EnvironmentVariables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            context.EnvironmentVariables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
            context.EnvironmentVariables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            if (profile is null)
                return;
            context.EnvironmentVariables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
            foreach (var (key, value) in profile.EnvironmentVariables ?? [])
                context.EnvironmentVariables.TryAdd(key, value);
        });
        if (builder.Environment.IsDevelopment())
        {
            project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")
                .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
        }
        return project.WithOtlpExporter().WithEnvironment(context =>
        {
            var urls = project.Resource.GetEndpoints().Where(endpoint => endpoint.IsHttp || endpoint.IsHttps).ToList();
            if (urls.Count > 0 && !context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS"))
                context.EnvironmentVariables["ASPNETCORE_URLS"] = new Joined([.. urls.Select(url => ReferenceExpression.Create($"{url.Scheme}://localhost:{url.Property(EndpointProperty.TargetPort)}"))]);
        });
    }

    /// <summary>A deployed web project listens where it is told to; ports of a launch profile are for development.</summary>
    static IResourceBuilder<ProjectResource> PublishDefaults(this IResourceBuilder<ProjectResource> project, bool isWeb)
    {
        if (isWeb)
        {
            foreach (var scheme in (string[])["http", "https"])
            {
                project.WithEndpoint(scheme, endpoint =>
                {
                    endpoint.UriScheme = scheme;
                    endpoint.Transport = "http";
                });
            }
        }
        return project.WithEnvironment(context =>
        {
            context.EnvironmentVariables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            var endpoints = project.Resource.GetEndpoints().ToList();
            if (endpoints.Count > 0)
                context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            var ports = endpoints.Where(endpoint => endpoint.IsHttp).Select(endpoint => ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.TargetPort)}")).ToList();
            // Https ends in front of it.
            if (ports.Count > 0)
                context.EnvironmentVariables.TryAdd("HTTP_PORTS", ports.Aggregate((some, port) => ReferenceExpression.Create($"{some};{port}")));
        });
    }

    sealed class Joined(IReadOnlyList<ReferenceExpression> parts) : IValueProvider
    {
        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
        {
            var values = new List<string?>();
            foreach (var part in parts)
                values.Add(await part.GetValueAsync(cancellationToken));
            return string.Join(';', values);
        }
    }
}

/// <summary>One entry of a project's Properties/launchSettings.json.</summary>
sealed record LaunchProfile(string Name, string? CommandName, string? ApplicationUrl, Dictionary<string, string>? EnvironmentVariables)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static LaunchProfile? For(string projectPath, string? name)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(file))
            return null;
        var profiles = JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(file), Json)?.Profiles?.Where(profile => profile.Value.CommandName == "Project").ToList() ?? [];
        var chosen = profiles.Find(profile => profile.Key == name) is { Key: not null } named ? named : profiles.FirstOrDefault();
        return chosen.Key is null ? null : chosen.Value with { Name = chosen.Key };
    }

    sealed record LaunchSettings(Dictionary<string, LaunchProfile>? Profiles);
}
