namespace AppHost.Servers;

/// <summary>
/// The servers as containers of their official images. PostgreSQL, Redis and RabbitMQ use Aspire's integrations.
/// </summary>
sealed class ContainerServers(
    IDistributedApplicationBuilder builder, FixedPorts ports, DataDirectory? data, string? volumes = null) : IServers
{
    readonly string? _volumes = volumes ?? data?.Volumes;
    readonly MonitoringFiles _monitoring = new(builder);

    public bool AreContainers => true;

    public IResourceBuilder<IResourceWithConnectionString> AddPostgres(string name, string database)
    {
        var postgres = Pin(builder.AddPostgres(name, port: ports[name]), "tcp");
        // The collation of the local server: by code point.
        postgres.WithEnvironment(
            "POSTGRES_INITDB_ARGS",
            "--auth-host=scram-sha-256 --auth-local=scram-sha-256 --locale=C.UTF-8 --encoding=UTF8");
        // PostgreSQL does not start on the file share that a volume is in Azure Container Apps: there the data of a
        // trial lasts as long as its container.
        if (_volumes is not null && builder.ExecutionContext.IsRunMode)
            postgres.WithDataVolume($"{_volumes}-{name}");
        return postgres.AddDatabase(database);
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRedis(string name)
    {
        var redis = Pin(builder.AddRedis(name, port: ports[name]), "tcp");
#pragma warning disable ASPIRECERTIFICATES001 // Experimental, and the only way to do without the certificate.
        // With a development certificate Aspire would serve TLS here, but local servers have plain connections.
        redis.WithoutHttpsCertificate();
#pragma warning restore ASPIRECERTIFICATES001
        // The integration's own snapshots would lose up to a minute when the server is killed.
        if (_volumes is not null)
            redis.WithDataVolume($"{_volumes}-{name}");
        const string KeepEachWrite = "--appendonly yes";
        // Aspire runs `sh -c "redis-server ..."`. A shell that stays keeps SIGTERM from Redis, killed 10 s later.
        if (builder.ExecutionContext.IsRunMode)
        {
            redis.WithArgs(context => context.Args.Insert(0, "exec"));
            return _volumes is null ? redis : redis.WithArgs(KeepEachWrite.Split(' '));
        }
        // Published, the arguments are `-c` and the command: more of them would be the shell's.
        return redis.WithArgs(context => context.Args[^1] = $"exec {context.Args[^1]} {KeepEachWrite}");
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRabbitMQ(string name)
    {
        var rabbitmq = Pin(builder.AddRabbitMQ(name, port: ports[name]), "tcp");
        if (builder.ExecutionContext.IsRunMode)
            return _volumes is null ? rabbitmq : rabbitmq.WithDataVolume($"{_volumes}-{name}");
        // In the cloud a new container has another host name, by which the server would look for its data. The server's
        // cookie is beside the data, outside the share, where it cannot be private.
        return rabbitmq
            .WithEnvironment("RABBITMQ_NODENAME", "rabbit@localhost")
            .WithVolume($"{_volumes}-{name}", "/var/lib/rabbitmq/mnesia");
    }

    public IResourceBuilder<IResourceWithEndpoints> AddWireMock(string name) =>
        Pin(builder.AddContainer(name, "wiremock/wiremock", "3.13.2-2")
            .WithBindMount("wiremock", "/home/wiremock", isReadOnly: true)
            .WithArgs(WireMockArguments)
            .WithHttpEndpoint(port: ports[name], targetPort: 8080)
            .WithHttpHealthCheck("/__admin/health")
            .ExcludeFromManifest(), "http");

    public IResourceBuilder<IResourceWithEndpoints> AddMail(string name) =>
        Pin(builder.AddContainer(name, "maildev/maildev", "2.2.1")
            .WithHttpEndpoint(port: ports[name], targetPort: 1080)
            .WithEndpoint(targetPort: 1025, scheme: "smtp", name: "smtp")
            .WithHttpHealthCheck("/healthz")
            .ExcludeFromManifest(), "http");

    public IResourceBuilder<IResourceWithEndpoints> AddAlertmanager(
        string name, IResourceBuilder<IResourceWithEndpoints> mail) =>
        AddMonitoring(name, "prom/alertmanager", "v0.27.0", 9093, "/etc/alertmanager")
            .WithArgs(
                "--config.file=/etc/alertmanager/alertmanager.yml",
                "--storage.path=/alertmanager",
                "--cluster.listen-address=");

    public IResourceBuilder<IResourceWithEndpoints> AddPrometheus(
        string name, IResourceBuilder<IResourceWithEndpoints> alertmanager)
    {
        if (data is not null)
            builder.AddTargets(ConfigOf(name), "host.docker.internal");
        return AddMonitoring(name, "prom/prometheus", "v2.55.1", 9090, "/etc/prometheus");
    }

    IResourceBuilder<ContainerResource> AddMonitoring(
        string name, string image, string tag, int port, string configuration)
    {
        var server = Pin(builder.AddContainer(name, image, tag)
            .WithHttpEndpoint(port: ports[name], targetPort: port)
            .WithHttpHealthCheck("/-/ready")
            .WithExplicitStart()
            .ExcludeFromManifest(), "http");
        return data is null
            ? server
            : server
                .WithBindMount(ConfigOf(name), configuration, isReadOnly: true)
                // The engine of a Linux machine does not name the machine by itself.
                .WithContainerRuntimeArgs("--add-host=host.docker.internal:host-gateway")
                .OnBeforeResourceStarted((_, _, _) =>
                {
                    _monitoring.Write(ConfigOf(name));
                    return Task.CompletedTask;
                });
    }

    string ConfigOf(string name) => Path.Combine(data!.Of(name), "config");

    /// <summary>
    /// Asynchronous responses, so that a stub with a delay does not block a thread, and a bounded journal, so that a
    /// load test does not fill the memory with requests.
    /// </summary>
    public static string[] WireMockArguments =>
    [
        "--global-response-templating",
        "--disable-banner",
        "--async-response-enabled", "true",
        "--async-response-threads", "32",
        "--max-request-journal-entries", "10000"
    ];

    /// <summary>Publishes a fixed port without Aspire's proxy, which would give the container a random one.</summary>
    IResourceBuilder<T> Pin<T>(IResourceBuilder<T> server, string endpoint) where T : IResourceWithEndpoints =>
        ports[server.Resource.Name] is null ? server : server.WithEndpoint(endpoint, e => e.IsProxied = false);
}
