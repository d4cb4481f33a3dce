namespace AppHost.Servers;

/// <summary>
/// A server as a local process, with the connection string and properties of Aspire's container resource.
/// </summary>
abstract class LocalServerResource(string name, string directory, ParameterResource password)
    : ExecutableResource(name, LocalServers.Shell, directory), IResourceWithConnectionString
{
    public ParameterResource Password => password;

    public EndpointReference Endpoint => new(this, "tcp");

    public abstract ReferenceExpression ConnectionStringExpression { get; }

    protected abstract ReferenceExpression Uri { get; }

    protected virtual string? UserName => null;

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties()
    {
        yield return new("Host", ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.Host)}"));
        yield return new("Port", ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.Port)}"));
        if (UserName is not null)
            yield return new("Username", ReferenceExpression.Create($"{UserName}"));
        yield return new("Password", ReferenceExpression.Create($"{Password}"));
        yield return new("Uri", Uri);
    }
}

sealed class LocalPostgresResource(string name, string directory, ParameterResource password)
    : LocalServerResource(name, directory, password)
{
    public override ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var (host, port) = (Endpoint.Property(EndpointProperty.Host), Endpoint.Property(EndpointProperty.Port));
            return ReferenceExpression.Create($"Host={host};Port={port};Username={UserName};Password={Password}");
        }
    }

    protected override string UserName => "postgres";

    protected override ReferenceExpression Uri => UriOf("");

    public ReferenceExpression UriOf(string path) => ReferenceExpression.Create(
        $"postgresql://{UserName}:{Password:uri}@{Endpoint.Property(EndpointProperty.HostAndPort)}{path}");

    public ReferenceExpression JdbcUriOf(string path) =>
        ReferenceExpression.Create($"jdbc:postgresql://{Endpoint.Property(EndpointProperty.HostAndPort)}{path}");
}

sealed class LocalDatabaseResource(string name, LocalPostgresResource server)
    : Resource(name), IResourceWithParent<LocalPostgresResource>, IResourceWithConnectionString
{
    public LocalPostgresResource Parent => server;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{server.ConnectionStringExpression};Database={Name}");

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        .. server.GetConnectionProperties().Where(property => property.Key != "Uri"),
        new("DatabaseName", ReferenceExpression.Create($"{Name}")),
        new("Uri", server.UriOf($"/{Name}")),
        new("JdbcConnectionString", server.JdbcUriOf($"/{Name}")),
    ];
}

sealed class LocalRedisResource(string name, string directory, ParameterResource password)
    : LocalServerResource(name, directory, password)
{
    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)},password={Password}");

    protected override ReferenceExpression Uri =>
        ReferenceExpression.Create($"redis://:{Password:uri}@{Endpoint.Property(EndpointProperty.HostAndPort)}");
}

sealed class LocalRabbitMQResource(string name, string directory, ParameterResource password)
    : LocalServerResource(name, directory, password)
{
    public override ReferenceExpression ConnectionStringExpression => Uri;

    protected override string UserName => "guest";

    protected override ReferenceExpression Uri => ReferenceExpression.Create(
        $"amqp://{UserName}:{Password:uri}@{Endpoint.Property(EndpointProperty.HostAndPort)}");
}
