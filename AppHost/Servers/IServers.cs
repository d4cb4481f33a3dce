namespace AppHost.Servers;

/// <summary>
/// The servers of the graph. Both implementations give the same names, connection strings and health checks, and data
/// that survives a restart.
/// </summary>
interface IServers
{
    IResourceBuilder<IResourceWithConnectionString> AddPostgres(string name, string database);

    IResourceBuilder<IResourceWithConnectionString> AddRedis(string name);

    IResourceBuilder<IResourceWithConnectionString> AddRabbitMQ(string name);

    /// <summary>The providers' stubs from AppHost/wiremock, read-only. Endpoint: http.</summary>
    IResourceBuilder<IResourceWithEndpoints> AddWireMock(string name);

    /// <summary>An inbox for every mail the shop sends. Endpoints: http (its page and API) and smtp.</summary>
    IResourceBuilder<IResourceWithEndpoints> AddMail(string name);

    /// <summary>Mails what Prometheus reports into the inbox. It starts on demand. Endpoint: http.</summary>
    IResourceBuilder<IResourceWithEndpoints> AddAlertmanager(
        string name, IResourceBuilder<IResourceWithEndpoints> mail);

    /// <summary>
    /// Collects the metrics of the hosts and evaluates the rules of ops/prometheus. It starts on demand. Endpoint:
    /// http.
    /// </summary>
    IResourceBuilder<IResourceWithEndpoints> AddPrometheus(
        string name, IResourceBuilder<IResourceWithEndpoints> alertmanager);

    /// <summary>Whether Prometheus is a container, which may not reach loopback addresses of this machine.</summary>
    bool AreContainers { get; }
}
