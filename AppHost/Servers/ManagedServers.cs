namespace AppHost.Servers;

/// <summary>
/// The servers of a deployment: managed services, which outlive every revision of the shop. Each is a parameter with a
/// connection string. The stubs are not deployed.
/// </summary>
sealed class ManagedServers(IDistributedApplicationBuilder builder, ContainerServers stubs) : IServers
{
    public IResourceBuilder<IResourceWithConnectionString> AddPostgres(string name, string database) => Add(
        database,
        "PostgreSQL 16 or later: Host=...;Database=shopdb;Username=...;Password=...;SSL Mode=VerifyFull. "
            + "A pooler in between must pass `options` through.");

    public IResourceBuilder<IResourceWithConnectionString> AddRedis(string name) => Add(
        name,
        "Redis 7 or later that keeps its data: host:port,password=...,ssl=true");

    public IResourceBuilder<IResourceWithConnectionString> AddRabbitMQ(string name) => Add(
        name,
        "RabbitMQ 4 or later: amqps://user:password@host/vhost");

    public IResourceBuilder<IResourceWithEndpoints> AddWireMock(string name) => stubs.AddWireMock(name);

    public IResourceBuilder<IResourceWithEndpoints> AddMail(string name) => stubs.AddMail(name);

    public IResourceBuilder<IResourceWithEndpoints> AddAlertmanager(
        string name, IResourceBuilder<IResourceWithEndpoints> mail) => stubs.AddAlertmanager(name, mail);

    public IResourceBuilder<IResourceWithEndpoints> AddPrometheus(
        string name, IResourceBuilder<IResourceWithEndpoints> alertmanager) => stubs.AddPrometheus(name, alertmanager);

    public bool AreContainers => stubs.AreContainers;

    IResourceBuilder<IResourceWithConnectionString> Add(string name, string description)
    {
        var server = builder.AddConnectionString(name);
        if (server.Resource is ParameterResource parameter)
            parameter.Description = description;
        return server;
    }
}
