using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Turns the model into DCP's objects, and what DCP says of them into snapshots and logs.</summary>
sealed partial class DcpExecutor(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, ResourceNotificationService notifications, ResourceLoggerService loggers,
    IConfiguration configuration, ILogger<DcpExecutor> logger)
{
    readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.OrdinalIgnoreCase);
    readonly PortAllocator _ports = new();
    DcpClient _dcp = null!;

    /// <summary>One replica of a workload: what DCP calls an executable or a container.</summary>
    sealed record Instance(IResource Resource, string Id, string Kind)
    {
        public int LogsStarted;

        public IReadOnlyList<(string Value, bool IsSecret)> Args { get; set; } = [];
    }

    // Tests have watches end early.
    int? WatchSeconds => configuration.GetValue<int?>("DcpPublisher:WatchSeconds");

    bool RandomizePorts => configuration.GetValue("DcpPublisher:RandomizePorts", false);

    public void Start(DcpClient dcp, CancellationToken stopping)
    {
        _dcp = dcp;
        foreach (var resource in model.Resources.Where(resource => resource.IsWorkload()))
        {
            foreach (var id in model.InstanceIdsOf(resource))
                _instances[id] = new(resource, id, resource.IsContainer() ? DcpClient.Containers : DcpClient.Executables);
        }
        foreach (var kind in _instances.Values.Select(instance => instance.Kind).Distinct())
            _ = WatchAsync(kind, stopping);
    }

    /// <summary>Gives every endpoint its address before anything starts, so that any value may refer to any endpoint.</summary>
    public async Task AllocateEndpointsAsync(CancellationToken cancellationToken)
    {
        var endpoints = model.Resources.Where(resource => resource.IsWorkload())
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (resource, endpoint))).ToList();
        await Task.WhenAll(endpoints.Select(pair => AllocateAsync(pair.resource, pair.endpoint, cancellationToken)));
    }

    async Task AllocateAsync(IResource resource, EndpointAnnotation endpoint, CancellationToken cancellationToken)
    {
        if (!endpoint.IsProxied)
        {
            if (!resource.IsContainer() && resource.GetReplicaCount() > 1)
                throw new DistributedApplicationException($"Resource '{resource.Name}' uses multiple replicas and a proxy-less endpoint '{endpoint.Name}'. These features do not work together.");
            var port = endpoint.Port ?? (resource.IsContainer() ? null : endpoint.TargetPort) ?? _ports.Allocate();
            var target = endpoint.TargetPort ??= port;
            endpoint.AllocatedEndpoint = new(endpoint, "localhost", port, target.ToString(CultureInfo.InvariantCulture));
            return;
        }
        var service = ServiceName(resource, endpoint);
        var spec = new JsonObject { ["protocol"] = "TCP", ["addressAllocationMode"] = "Localhost" };
        if (!RandomizePorts && endpoint.Port is { } wanted)
            spec["port"] = wanted;
        await _dcp.CreateAsync(DcpClient.Services, service, spec, null, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var (_, known) in _dcp.WatchAsync(DcpClient.Services, null, patience.Token))
        {
            if (known.GetProperty("metadata").GetProperty("name").GetString() == service && known.TryGetProperty("status", out var status)
                && status.TryGetProperty("effectivePort", out var effective) && effective.GetInt32() > 0)
            {
                endpoint.AllocatedEndpoint = new(endpoint, "localhost", effective.GetInt32(), $$$"""{{- portForServing "{{{service}}}" -}}""");
                return;
            }
        }
        throw new DistributedApplicationException($"DCP ended before endpoint '{endpoint.Name}' of resource '{resource.Name}' had a port.");
    }

    /// <summary>Starts one instance: a first time, or again after it ended.</summary>
    public async Task StartAsync(string instanceId, CancellationToken cancellationToken)
    {
        var instance = _instances[instanceId];
        await DeleteAsync(instance, cancellationToken);
        instance.LogsStarted = 0;
        var (resource, kind) = (instance.Resource, instance.Kind);
        // Whoever waits means what starts here, not what ended before it.
        await notifications.PublishUpdateAsync(resource, instanceId, s => s with { State = KnownResourceStates.Starting, ExitCode = null, StopTimeStamp = null });
        var replica = model.InstanceIdsOf(resource).ToList().IndexOf(instanceId);
        var annotations = new JsonObject
        {
            ["resource-name"] = resource.Name,
            ["otel-service-name"] = resource.Name,
            ["otel-service-instance-id"] = instanceId[(resource.Name.Length + 1)..],
            ["resource-replica-index"] = replica.ToString(CultureInfo.InvariantCulture),
        };
        var produced = new JsonArray();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.IsProxied))
        {
            var producer = new JsonObject { ["serviceName"] = ServiceName(resource, endpoint), ["address"] = "localhost" };
            if (endpoint.TargetPort is { } port)
                producer["port"] = port;
            produced.Add(producer);
        }
        if (produced.Count > 0)
            annotations["service-producer"] = produced.ToJsonString();

        (instance.Args, var environment) = await ConfigureAsync(resource, cancellationToken);
        List<string> args = [.. instance.Args.Select(arg => arg.Value)];
        var spec = kind == DcpClient.Containers ? ContainerSpec(resource, args) : ExecutableSpec(resource, args);
        spec["env"] = new JsonArray([.. environment.Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value })]);
        await _dcp.CreateAsync(kind, instanceId, spec, annotations, cancellationToken);
    }

    public async Task StopAsync(string instanceId, CancellationToken cancellationToken)
    {
        var instance = _instances[instanceId];
        await notifications.PublishUpdateAsync(instance.Resource, instanceId, s => s with { State = KnownResourceStates.Stopping });
        await _dcp.PatchSpecAsync(instance.Kind, instanceId, new JsonObject { ["stop"] = true }, cancellationToken);
        await notifications.WaitForResourceAsync(
            instance.Resource.Name, change => change.ResourceId == instance.Id && ResourceNotificationService.HasEnded(change), cancellationToken);
    }

    async Task DeleteAsync(Instance instance, CancellationToken cancellationToken)
    {
        while (await _dcp.GetAsync(instance.Kind, instance.Id, cancellationToken) is not null)
        {
            await _dcp.DeleteAsync(instance.Kind, instance.Id, cancellationToken);
            await Task.Delay(20, cancellationToken);
        }
    }

    async Task<(List<(string Value, bool IsSecret)> Args, Dictionary<string, string> Environment)> ConfigureAsync(IResource resource, CancellationToken cancellationToken)
    {
        var values = new List<(string, bool)>();
        foreach (var arg in await resource.GetArgumentsAsync(executionContext, cancellationToken))
        {
            if (await ResolveAsync(arg, cancellationToken) is { } value)
                values.Add((value, IsSecret(arg)));
        }
        var variables = new Dictionary<string, string>();
        foreach (var (name, raw) in await resource.GetEnvironmentVariablesAsync(executionContext, cancellationToken))
        {
            if (await ResolveAsync(raw, cancellationToken) is { } value)
                variables[name] = value;
        }
        return (values, variables);
    }

    static async ValueTask<string?> ResolveAsync(object value, CancellationToken cancellationToken) => value switch
    {
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    static bool IsSecret(object value) => value switch
    {
        IResourceBuilder<IResource> builder => IsSecret(builder.Resource),
        ParameterResource parameter => parameter.Secret,
        IValueWithReferences composed and not EndpointReference and not EndpointReferenceExpression => composed.References.Any(IsSecret),
        _ => false,
    };

    static JsonObject ExecutableSpec(IResource resource, List<string> args)
    {
        string command, workingDirectory;
        if (resource.TryGetLastAnnotation<IProjectMetadata>(out var project))
        {
            workingDirectory = Path.GetDirectoryName(project.ProjectPath)!;
            command = "dotnet";
            args = project.TargetPath is { } built
                ? ["exec", built, .. args]
                : ["run", "--project", project.ProjectPath, "--no-build", "--no-launch-profile", .. args.Count > 0 ? (string[])["--", .. args] : []];
            if (project.TargetPath is { } missing && !File.Exists(missing))
                throw new DistributedApplicationException($"Project '{resource.Name}' is not built ({missing} is missing): run `dotnet build` first.");
        }
        else
        {
            resource.TryGetLastAnnotation<ExecutableAnnotation>(out var executable);
            (command, workingDirectory) = (executable!.Command, executable.WorkingDirectory);
        }
        return new JsonObject
        {
            ["executablePath"] = command,
            ["workingDirectory"] = workingDirectory,
            ["executionType"] = "Process",
            ["args"] = new JsonArray([.. args.Select(arg => JsonValue.Create(arg))]),
        };
    }

    JsonObject ContainerSpec(IResource resource, List<string> args)
    {
        resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image);
        var spec = new JsonObject
        {
            ["image"] = $"{(image!.Registry is { } registry ? registry + "/" : "")}{image.Image}:{image.Tag}",
            ["args"] = new JsonArray([.. args.Select(arg => JsonValue.Create(arg))]),
            ["volumeMounts"] = new JsonArray([.. resource.Annotations.OfType<ContainerMountAnnotation>().Select(mount => new JsonObject
            {
                ["type"] = mount.Type is ContainerMountType.Volume ? "volume" : "bind",
                ["source"] = mount.Source,
                ["target"] = mount.Target,
                ["readOnly"] = mount.IsReadOnly,
            })]),
            ["ports"] = new JsonArray([.. resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint =>
            {
                var port = new JsonObject { ["containerPort"] = endpoint.TargetPort ?? endpoint.Port, ["protocol"] = "TCP", ["hostIP"] = "127.0.0.1" };
                if (!endpoint.IsProxied)
                    port["hostPort"] = endpoint.AllocatedEndpoint!.Port;
                return port;
            })]),
        };
        if (resource is ContainerResource { Entrypoint: { } entrypoint } container)
        {
            // As Aspire does: a shell gets its words as one script, so that variables in them are seen by that shell only.
            spec["command"] = entrypoint;
            if (container.ShellExecution is true)
                spec["args"] = new JsonArray("-c", string.Join(' ', args));
        }
        return spec;
    }

    async Task WatchAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await foreach (var (type, dcpObject) in _dcp.WatchAsync(kind, WatchSeconds, cancellationToken))
                {
                    var metadata = dcpObject.GetProperty("metadata");
                    var id = metadata.GetProperty("name").GetString()!;
                    if (type is "ADDED" or "MODIFIED" && !metadata.TryGetProperty("deletionTimestamp", out _) && _instances.TryGetValue(id, out var instance) && dcpObject.TryGetProperty("status", out var status))
                        await ObserveAsync(instance, dcpObject.GetProperty("spec"), status, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            if (!cancellationToken.IsCancellationRequested)
                LogWatchLost(kind, e);
        }
    }

    async Task ObserveAsync(Instance instance, JsonElement spec, JsonElement status, CancellationToken cancellationToken)
    {
        string? Text(string name) => status.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        DateTime? Time(string name) => DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, out var at) && at.Year > 1 ? at.UtcDateTime : null;
        int? Number(string name) => status.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) && number >= 0 ? number : null;

        var state = Text("state");
        if (string.IsNullOrEmpty(state))
            return;
        if (state is not "Starting" && Interlocked.Exchange(ref instance.LogsStarted, 1) == 0)
        {
            string[] sources = instance.Kind == DcpClient.Containers ? ["startup_stdout", "startup_stderr", "stdout", "stderr"] : ["stdout", "stderr"];
            foreach (var source in sources)
                _ = FollowLogAsync(instance, source, cancellationToken);
        }
        var exitCode = Number("exitCode");
        // Without a style: a given one would hide from the dashboard's state column that a running resource is unhealthy.
        var known = state switch
        {
            "Terminated" => KnownResourceStates.Finished,
            "Pending" or "Building" or "Unknown" => KnownResourceStates.Starting,
            _ => state,
        };
        var running = state == "Running";
        await notifications.PublishUpdateAsync(instance.Resource, instance.Id, s => s with
        {
            State = known,
            ExitCode = exitCode,
            StartTimeStamp = Time("startupTimestamp"),
            StopTimeStamp = Time("finishTimestamp"),
            CreationTimeStamp = s.CreationTimeStamp ?? Time("startupTimestamp"),
            HealthReports = running ? s.HealthReports : [.. s.HealthReports.Select(report => report with { Status = null, Description = null, ExceptionText = null })],
            EnvironmentVariables = Environment(spec, status),
            Urls = Urls(instance.Resource, running),
            Volumes = [.. instance.Resource.Annotations.OfType<ContainerMountAnnotation>().Select(mount => new VolumeSnapshot(mount.Source, mount.Target, mount.Type is ContainerMountType.Volume ? "volume" : "bind", mount.IsReadOnly))],
            Properties = Properties(instance, spec, status, Number("pid")),
        });
    }

    static ImmutableArray<EnvironmentVariableSnapshot> Environment(JsonElement spec, JsonElement status)
    {
        var own = spec.TryGetProperty("env", out var env) && env.ValueKind is JsonValueKind.Array ? env.EnumerateArray().Select(Name).ToHashSet() : [];
        var effective = status.TryGetProperty("effectiveEnv", out var all) && all.ValueKind is JsonValueKind.Array ? all : env;
        return effective.ValueKind is not JsonValueKind.Array ? [] : [.. effective.EnumerateArray().Select(v => new EnvironmentVariableSnapshot(Name(v), v.TryGetProperty("value", out var value) ? value.GetString() : "", own.Contains(Name(v))))];

        static string Name(JsonElement variable) => variable.GetProperty("name").GetString()!;
    }

    static ImmutableArray<UrlSnapshot> Urls(IResource resource, bool running) =>
    [
        .. resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.AllocatedEndpoint is not null).Select(endpoint =>
        {
            var url = new ResourceUrlAnnotation { Url = endpoint.AllocatedEndpoint!.UriString, Endpoint = new((IResourceWithEndpoints)resource, endpoint) };
            foreach (var callback in resource.Annotations.OfType<EndpointUrlCallbackAnnotation>().Where(callback => callback.EndpointName == endpoint.Name))
                callback.Callback(url);
            return new UrlSnapshot(endpoint.Name, new Uri(new Uri(endpoint.AllocatedEndpoint.UriString), url.Url).ToString().TrimEnd('/'), IsInternal: false)
            {
                IsInactive = !running,
                DisplayProperties = new(url.DisplayText ?? ""),
            };
        }),
    ];

    static ImmutableArray<ResourcePropertySnapshot> Properties(Instance instance, JsonElement spec, JsonElement status, int? pid)
    {
        var args = status.TryGetProperty("effectiveArgs", out var effective) && effective.ValueKind is JsonValueKind.Array ? effective.EnumerateArray().Select(a => a.GetString()!).ToArray() : [];
        // What the graph itself asked for is at the end, and shown without being asked for, all but its secrets.
        var asked = instance.Args.Select(arg => arg.Value).ToArray();
        if (args.Length >= asked.Length && instance.Resource is not ContainerResource { ShellExecution: true })
            asked = args[^asked.Length..];
        var properties = ImmutableArray.CreateBuilder<ResourcePropertySnapshot>();
        properties.Add(new("resource.appArgs", asked) { IsSensitive = instance.Args.Any(arg => arg.IsSecret) });
        properties.Add(new("resource.appArgsSensitivity", instance.Args.Select(arg => arg.IsSecret ? 1 : 0)));
        if (instance.Kind == DcpClient.Containers)
        {
            properties.Add(new("container.image", spec.GetProperty("image").GetString()));
            properties.Add(new("container.id", status.TryGetProperty("containerID", out var id) ? id.GetString() : null));
            properties.Add(new("container.args", args) { IsSensitive = true });
            properties.Add(new("container.lifetime", "Session"));
        }
        else
        {
            properties.Add(new("executable.path", spec.GetProperty("executablePath").GetString()));
            properties.Add(new("executable.workDir", spec.TryGetProperty("workingDirectory", out var directory) ? directory.GetString() : null));
            properties.Add(new("executable.args", args) { IsSensitive = true });
            properties.Add(new("executable.pid", pid));
            if (instance.Resource.TryGetLastAnnotation<IProjectMetadata>(out var project))
                properties.Add(new("project.path", project.ProjectPath));
        }
        return properties.ToImmutable();
    }

    async Task FollowLogAsync(Instance instance, string source, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in _dcp.FollowLogAsync(instance.Kind, instance.Id, source, cancellationToken))
                loggers.Append(instance.Id, line, isError: source.EndsWith("stderr", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or DistributedApplicationException)
        {
            // The resource was removed or DCP ended: there is nothing more to read.
        }
    }

    static string ServiceName(IResource resource, EndpointAnnotation endpoint) => $"{resource.Name}-{endpoint.Name}";

    [LoggerMessage(LogLevel.Error, "DCP stopped telling about {Kind}: their state is no longer known")]
    private partial void LogWatchLost(string kind, Exception exception);
}

/// <summary>Ports below the ephemeral range, so that an outgoing connection of somebody else cannot take one between its choice and its use.</summary>
sealed class PortAllocator
{
    readonly HashSet<int> _given = [];

    public int Allocate()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(10_000, 32_767);
            lock (_given)
            {
                if (!_given.Add(port))
                    continue;
            }
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
        throw new DistributedApplicationException("No free port between 10000 and 32767 was found.");
    }
}
