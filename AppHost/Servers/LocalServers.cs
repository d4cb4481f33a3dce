using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Servers;

/// <summary>The servers from this machine's programs, without a proxy in front of them: the port in the connection string is the server's own.</summary>
sealed class LocalServers(IDistributedApplicationBuilder builder, FixedPorts ports, DataDirectory data, ServerPrograms programs) : IServers
{
    public IResourceBuilder<IResourceWithConnectionString> AddPostgres(string name, string database)
    {
        var server = new LocalPostgresResource(name, data.Path, Password(name));
        Add(server, "postgres", programs.Postgres, ServerHealthCheck.Postgres(server.Endpoint)).WithEnvironment("SERVER_DATABASE", database).WithIconName("DatabaseMultiple");
        var child = builder.AddResource(new LocalDatabaseResource(database, server)).WithIconName("Database");
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            _ = FollowServerAsync(child.Resource, start.Services);
            return Task.CompletedTask;
        });
        return child;
    }

    /// <summary>A database is as its server is. Aspire sees to that for a container's, not for a process's.</summary>
    static async Task FollowServerAsync(LocalDatabaseResource database, IServiceProvider services)
    {
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        try
        {
            await foreach (var change in notifications.WatchAsync(services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping))
            {
                if (change.Resource == database.Parent && change.ResourceId != database.Parent.Name)
                    await notifications.PublishUpdateAsync(database, s => s with { State = change.Snapshot.State, StartTimeStamp = change.Snapshot.StartTimeStamp, StopTimeStamp = change.Snapshot.StopTimeStamp });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRedis(string name)
    {
        var server = new LocalRedisResource(name, data.Path, Password(name));
        return Add(server, "redis", programs.Redis, ServerHealthCheck.Redis(server.Endpoint, server.Password), scheme: "redis").WithIconName("Database");
    }

    public IResourceBuilder<IResourceWithConnectionString> AddRabbitMQ(string name)
    {
        var server = new LocalRabbitMQResource(name, data.Path, Password(name));
        return Add(server, "rabbitmq", programs.RabbitMQ, ServerHealthCheck.RabbitMQ(server.Endpoint)).WithIconName("MailMultiple");
    }

    /// <summary>Mappings come from the class path, where the admin API can reload them but not delete the files, as with the container's read-only mount.</summary>
    public IResourceBuilder<IResourceWithEndpoints> AddWireMock(string name)
    {
        var archive = Path.ChangeExtension(programs.WireMockJar, ".jsa");
        var java = builder.AddExecutable(name, programs.Java, data.Path)
            .WithArgs("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx512m", "-Xshare:auto")
            .WithArgs(File.Exists(archive) ? [$"-XX:SharedArchiveFile={archive}"] : Array.Empty<string>())
            .WithArgs("-cp", $"{programs.WireMockJar}:{builder.AppHostDirectory}", "wiremock.Run", "--load-resources-from-classpath", "wiremock", "--bind-address", "127.0.0.1")
            .WithArgs(ContainerServers.WireMockArguments)
            .WithHttpEndpoint(port: ports[name], isProxied: false)
            .WithHttpHealthCheck("/__admin/health");
        return java.WithArgs("--port", java.GetEndpoint("http").Property(EndpointProperty.TargetPort));
    }

    public IResourceBuilder<IResourceWithEndpoints> AddMail(string name)
    {
        var node = builder.AddExecutable(name, programs.Node, data.Path, programs.MailDev, "--ip", "127.0.0.1", "--mail-directory", data.Of(name))
            .WithHttpEndpoint(port: ports[name], isProxied: false)
            .WithEndpoint(scheme: "smtp", name: "smtp", isProxied: false)
            .WithHttpHealthCheck("/healthz");
        return node
            .WithArgs("--web", node.GetEndpoint("http").Property(EndpointProperty.TargetPort))
            .WithArgs("--smtp", node.GetEndpoint("smtp").Property(EndpointProperty.TargetPort));
    }

    IResourceBuilder<T> Add<T>(T server, string kind, string program, ServerHealthCheck health, string? scheme = null) where T : LocalServerResource
    {
        var key = $"{server.Name}_check";
        builder.Services.AddHealthChecks().AddCheck(key, health);
        return builder.AddResource(server)
            .WithArgs(Path.Combine(builder.AppHostDirectory, "Servers/local-server.sh"), kind)
            .WithEndpoint(port: ports[server.Name], scheme: scheme, name: "tcp", env: "SERVER_PORT", isProxied: false)
            .WithEnvironment("SERVER_BIN", program)
            .WithEnvironment("SERVER_DATA", data.Of(server.Name))
            .WithEnvironment(context => context.EnvironmentVariables["SERVER_PASSWORD"] = server.Password)
            .WithHealthCheck(key);
    }

    /// <summary>Letters and digits only: it stands in URLs, in StackExchange.Redis's comma-separated options and in configuration files.</summary>
    ParameterResource Password(string name) => ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
}
