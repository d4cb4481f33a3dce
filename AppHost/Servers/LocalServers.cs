using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Servers;

/// <summary>The servers from this machine's programs, without a proxy in front of them: the port in the connection string is the server's own.</summary>
sealed class LocalServers(IDistributedApplicationBuilder builder, FixedPorts ports, DataDirectory data, ServerPrograms programs) : IServers
{
    public const string Shell = "/bin/sh";

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

    IResourceBuilder<T> Add<T>(T server, string kind, string program, ServerHealthCheck health, string? scheme = null) where T : LocalServerResource
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

    /// <summary>Letters and digits only: it stands in URLs, in StackExchange.Redis's comma-separated options and in configuration files.</summary>
    ParameterResource Password(string name) => ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
}
