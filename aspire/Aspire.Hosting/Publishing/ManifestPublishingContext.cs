using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>The manifest as it is written: https://json.schemastore.org/aspire-8.0.json</summary>
public sealed class ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    readonly Dictionary<string, IResource> _referenced = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<(ParameterResource Parameter, string Format), string> _formatted = [];
    readonly HashSet<(ParameterResource, string)> _formattedWritten = [];
    readonly HashSet<object> _visiting = [];
    readonly HashSet<int> _usedPorts = [];

    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    public string ManifestPath { get; } = manifestPath;

    public Utf8JsonWriter Writer { get; } = writer;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public string? GetManifestRelativePath(string? path) =>
        path is null ? null : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(ManifestPath))!, path).Replace('\\', '/');

    internal async Task WriteModelAsync(DistributedApplicationModel model)
    {
        Writer.WriteStartObject();
        Writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
            await WriteResourceAsync(resource);
        // Passwords that a server brought along are nobody's resource of their own.
        foreach (var resource in _referenced.Values.Except(model.Resources).ToList())
            await WriteResourceAsync(resource);
        foreach (var parameter in _formatted.Keys.Select(key => key.Parameter).Distinct())
            WriteFormatted(parameter);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    async Task WriteResourceAsync(IResource resource)
    {
        if (resource.TryGetLastAnnotation<ManifestPublishingCallbackAnnotation>(out var own) && own.Callback is null)
            return;
        Func<Task> write = resource switch
        {
            _ when own?.Callback is { } callback => () => callback(this),
            ContainerResource container => () => WriteContainerAsync(container),
            ProjectResource project => () => WriteProjectAsync(project),
            ExecutableResource executable => () => WriteExecutableAsync(executable),
            ParameterResource parameter => () => WriteParameter(parameter),
            IResourceWithConnectionString value => () => WriteValue(value),
            _ => throw new DistributedApplicationException($"Resource '{resource.Name}' has no form in a manifest: give it one with WithManifestPublishingCallback, or leave it out with ExcludeFromManifest."),
        };
        Writer.WriteStartObject(resource.Name);
        await write();
        Writer.WriteEndObject();
        if (resource is ParameterResource written)
            WriteFormatted(written);
    }

    async Task WriteProjectAsync(ProjectResource project)
    {
        if (!project.TryGetLastAnnotation<IProjectMetadata>(out var metadata))
            throw new DistributedApplicationException($"Project metadata was not found for resource '{project.Name}'.");
        Writer.WriteString("type", "project.v0");
        Writer.WriteString("path", GetManifestRelativePath(metadata.ProjectPath));
        await WriteCommandLineArgumentsAsync(project);
        await WriteEnvironmentVariablesAsync(project);
        WriteBindings(project);
    }

    async Task WriteExecutableAsync(ExecutableResource executable)
    {
        Writer.WriteString("type", "executable.v0");
        WriteConnectionString(executable);
        Writer.WriteString("workingDirectory", GetManifestRelativePath(executable.WorkingDirectory));
        Writer.WriteString("command", executable.Command);
        await WriteCommandLineArgumentsAsync(executable);
        await WriteEnvironmentVariablesAsync(executable);
        WriteBindings(executable);
    }

    public async Task WriteContainerAsync(ContainerResource container)
    {
        if (!container.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
            throw new DistributedApplicationException($"Could not get the container image name for resource '{container.Name}'.");
        Writer.WriteString("type", "container.v0");
        WriteConnectionString(container);
        Writer.WriteString("image", $"{(string.IsNullOrEmpty(image.Registry) ? "" : image.Registry + "/")}{image.Image}{(string.IsNullOrEmpty(image.Tag) ? "" : ":" + image.Tag)}");
        if (container.Entrypoint is not null)
            Writer.WriteString("entrypoint", container.Entrypoint);
        await WriteCommandLineArgumentsAsync(container);
        WriteMounts(container, ContainerMountType.BindMount, "bindMounts", "source", mount => GetManifestRelativePath(mount.Source));
        WriteMounts(container, ContainerMountType.Volume, "volumes", "name", mount => mount.Source);
        await WriteEnvironmentVariablesAsync(container);
        WriteBindings(container);
    }

    void WriteMounts(ContainerResource container, ContainerMountType type, string array, string sourceName, Func<ContainerMountAnnotation, string?> source)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == type).ToList();
        if (mounts.Count == 0)
            return;
        Writer.WriteStartArray(array);
        foreach (var mount in mounts)
        {
            Writer.WriteStartObject();
            if (source(mount) is { } from)
                Writer.WriteString(sourceName, from);
            Writer.WriteString("target", mount.Target);
            Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            Writer.WriteEndObject();
        }
        Writer.WriteEndArray();
    }

    Task WriteParameter(ParameterResource parameter)
    {
        Writer.WriteString("type", "parameter.v0");
        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
            Writer.WriteBoolean("secret", true);
        if (parameter.Default is { } fallback)
        {
            Writer.WriteStartObject("default");
            fallback.WriteToManifest(this);
            Writer.WriteEndObject();
        }
        Writer.WriteEndObject();
        Writer.WriteEndObject();
        return Task.CompletedTask;
    }

    Task WriteValue(IResourceWithConnectionString resource)
    {
        Writer.WriteString("type", "value.v0");
        WriteConnectionString(resource);
        return Task.CompletedTask;
    }

    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: var connectionString })
            Writer.WriteString("connectionString", Expression(connectionString));
    }

    public void WriteBindings(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
            return;
        Writer.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            // The first http and the first https endpoint of a project get their port from whoever deploys it.
            var isDefault = resource is ProjectResource && endpoint.UriScheme is "http" or "https" && endpoint == endpoints.Find(other => other.UriScheme == endpoint.UriScheme);
            var targetPort = endpoint.TargetPort ?? (resource is ContainerResource ? endpoint.Port : null) ?? (isDefault ? null : AllocatePort());
            var port = endpoint.Port ?? (targetPort is null && endpoint.UriScheme is not ("http" or "https") ? AllocatePort() : null);
            _usedPorts.UnionWith(new[] { targetPort, port }.OfType<int>());
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            if (port is { } exposed && exposed != targetPort)
                Writer.WriteNumber("port", exposed);
            if (targetPort is { } target)
                Writer.WriteNumber("targetPort", target);
            if (endpoint.IsExternal)
                Writer.WriteBoolean("external", true);
            Writer.WriteEndObject();
        }
        Writer.WriteEndObject();
    }

    int AllocatePort()
    {
        var port = 8000;
        while (!_usedPorts.Add(port))
            port++;
        return port;
    }

    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        var variables = await resource.GetEnvironmentVariablesAsync(ExecutionContext, CancellationToken);
        if (variables.Count == 0)
            return;
        Writer.WriteStartObject("env");
        foreach (var (name, value) in variables)
            Writer.WriteString(name, Expression(value));
        Writer.WriteEndObject();
    }

    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        var args = await resource.GetArgumentsAsync(ExecutionContext, CancellationToken);
        if (args.Count == 0)
            return;
        Writer.WriteStartArray("args");
        foreach (var arg in args)
            Writer.WriteStringValue(Expression(arg));
        Writer.WriteEndArray();
    }

    string? Expression(object value)
    {
        TryAddDependentResources(value);
        return value switch
        {
            ReferenceExpression expression => Expression(expression),
            IManifestExpressionProvider provider => provider.ValueExpression,
            IResourceBuilder<IResource> { Resource: IManifestExpressionProvider provider } => provider.ValueExpression,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }

    string Expression(ReferenceExpression expression)
    {
        // {password:uri} becomes a resource of its own, password-uri-encoded, that says how its value is made.
        var holes = expression.ValueProviders.Select((provider, i) => expression.StringFormats[i] is { Length: > 0 } format && ParameterOf(provider) is { } parameter
            ? $"{{{NameOf(parameter, format)}.value}}"
            : expression.ManifestExpressions[i]);
        return string.Format(CultureInfo.InvariantCulture, expression.Format, [.. holes]);
    }

    static ParameterResource? ParameterOf(object provider) => provider switch
    {
        ParameterResource parameter => parameter,
        ReferenceExpression { Format: "{0}", ValueProviders: [ParameterResource parameter] } => parameter,
        _ => null,
    };

    string NameOf(ParameterResource parameter, string format)
    {
        if (!_formatted.TryGetValue((parameter, format), out var name))
            _formatted[(parameter, format)] = name = $"{parameter.Name}-{format}-encoded";
        return name;
    }

    void WriteFormatted(ParameterResource parameter)
    {
        foreach (var ((owner, format), name) in _formatted)
        {
            if (owner != parameter || !_formattedWritten.Add((owner, format)))
                continue;
            Writer.WriteStartObject(name);
            Writer.WriteString("type", "annotated.string");
            Writer.WriteString("value", parameter.ValueExpression);
            Writer.WriteString("filter", format);
            Writer.WriteEndObject();
        }
    }

    public void TryAddDependentResources(object? value)
    {
        if (value is IResource resource)
        {
            _referenced.TryAdd(resource.Name, resource);
            return;
        }
        // Two resources may refer to each other.
        if (value is not IValueWithReferences composed || !_visiting.Add(value))
            return;
        foreach (var reference in composed.References)
            TryAddDependentResources(reference);
        _visiting.Remove(value);
    }
}
