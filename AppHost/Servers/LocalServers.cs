using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Servers;

/// <summary>
/// The servers as processes of programs on this machine, without Aspire's proxy: the port in the connection string is
/// the server's own.
/// </summary>
sealed class LocalServers(
    IDistributedApplicationBuilder builder,
    FixedPorts ports,
    DataDirectory data,
    ServerPrograms programs) : IServers
{
    public const string Shell = "/bin/sh";

    readonly MonitoringFiles _monitoring = new(builder);

    public IResourceBuilder<IResourceWithConnectionString> AddPostgres(string name, string database)
    {
        var server = new LocalPostgresResource(name, data.Path, Password(name));
        Add(server, "postgres", programs.Postgres, ServerHealthCheck.Postgres(server.Endpoint))
            .WithEnvironment("SERVER_DATABASE", database)
            .WithIconName("DatabaseMultiple");
        var child = builder.AddResource(new LocalDatabaseResource(database, server)).WithIconName("Database");
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            _ = FollowServerAsync(child.Resource, start.Services);
            return Task.CompletedTask;
        });
        return child;
    }

    /// <summary>Copies the server's state to its database. Aspire does so for a container, not for a process.</summary>
    static async Task FollowServerAsync(LocalDatabaseResource database, IServiceProvider services)
    {
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                if (change.Resource != database.Parent || change.ResourceId == database.Parent.Name)
                    continue;
                var server = change.Snapshot;
                await notifications.PublishUpdateAsync(database, snapshot => snapshot with
                {
                    State = server.State,
                    StartTimeStamp = server.StartTimeStamp,
                    StopTimeStamp = server.StopTimeStamp
                });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRedis(string name)
    {
        var server = new LocalRedisResource(name, data.Path, Password(name));
        var health = ServerHealthCheck.Redis(server.Endpoint, server.Password);
        return Add(server, "redis", programs.Redis, health, scheme: "redis").WithIconName("Database");
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRabbitMQ(string name)
    {
        var server = new LocalRabbitMQResource(name, data.Path, Password(name));
        return Add(server, "rabbitmq", programs.RabbitMQ, ServerHealthCheck.RabbitMQ(server.Endpoint))
            .WithIconName("MailMultiple");
    }

    public IResourceBuilder<IResourceWithEndpoints> AddWireMock(string name) =>
        Run(builder.AddExecutable(name, Shell, data.Path), "wiremock", programs.WireMockJar)
            .WithArgs(ContainerServers.WireMockArguments)
            .WithEnvironment("SERVER_RUNTIME", programs.Java)
            .WithHttpEndpoint(port: ports[name], env: "SERVER_PORT", isProxied: false)
            .WithHttpHealthCheck("/__admin/health");

    public IResourceBuilder<IResourceWithEndpoints> AddMail(string name) =>
        Run(builder.AddExecutable(name, Shell, data.Path), "mail", programs.MailDev)
            .WithEnvironment("SERVER_RUNTIME", programs.Node)
            .WithHttpEndpoint(port: ports[name], env: "SERVER_PORT", isProxied: false)
            .WithEndpoint(scheme: "smtp", name: "smtp", env: "SERVER_SMTP_PORT", isProxied: false)
            .WithHttpHealthCheck("/healthz");

    public bool AreContainers => false;

    public IResourceBuilder<IResourceWithEndpoints> AddAlertmanager(
        string name, IResourceBuilder<IResourceWithEndpoints> mail) =>
        AddMonitoring(name, "prometheus-alertmanager", config => _monitoring.Write(
            config, (MonitoringFiles.MailAddress, AddressOf(mail, "smtp"))));

    public IResourceBuilder<IResourceWithEndpoints> AddPrometheus(
        string name, IResourceBuilder<IResourceWithEndpoints> alertmanager)
    {
        builder.AddTargets(ConfigOf(name), "127.0.0.1");
        return AddMonitoring(name, "prometheus", config => _monitoring.Write(
            config, (MonitoringFiles.AlertmanagerAddress, AddressOf(alertmanager, "http"))));
    }

    // Its program is looked for at its start: most runs do without it.
    IResourceBuilder<ExecutableResource> AddMonitoring(string name, string program, Action<string> configure) =>
        Run(builder.AddExecutable(name, Shell, data.Path), name, ServerPrograms.OnPath(program) ?? program)
            .WithEnvironment("SERVER_CONFIG", ConfigOf(name))
            .WithHttpEndpoint(port: ports[name], env: "SERVER_PORT", isProxied: false)
            .WithHttpHealthCheck("/-/ready")
            .WithExplicitStart()
            .OnBeforeResourceStarted((_, _, _) =>
            {
                configure(ConfigOf(name));
                return Task.CompletedTask;
            });

    string ConfigOf(string name) => Path.Combine(data.Of(name), "config");

    static string AddressOf(IResourceBuilder<IResourceWithEndpoints> server, string endpoint)
    {
        var found = server.GetEndpoint(endpoint);
        return $"{found.Host}:{found.Port}";
    }

    IResourceBuilder<T> Add<T>(T server, string kind, string program, ServerHealthCheck health, string? scheme = null)
        where T : LocalServerResource
    {
        var key = $"{server.Name}_check";
        builder.Services.AddHealthChecks().AddCheck(key, health);
        return Run(builder.AddResource(server), kind, program)
            .WithEndpoint(port: ports[server.Name], scheme: scheme, name: "tcp", env: "SERVER_PORT", isProxied: false)
            .WithEnvironment(context => context.EnvironmentVariables["SERVER_PASSWORD"] = server.Password)
            .WithHealthCheck(key);
    }

    IResourceBuilder<T> Run<T>(IResourceBuilder<T> server, string kind, string program) where T : ExecutableResource =>
        server
            .WithArgs(Path.Combine(builder.AppHostDirectory, "Servers/local-server.sh"), kind)
            .WithEnvironment("SERVER_BIN", program)
            .WithEnvironment("SERVER_DATA", data.Of(server.Resource.Name));

    /// <summary>
    /// Letters and digits only: the password is part of URLs, of StackExchange.Redis's comma-separated options and of
    /// configuration files.
    /// </summary>
    ParameterResource Password(string name) =>
        ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
}
