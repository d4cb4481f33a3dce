using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using AppHost.Servers;
using Npgsql;

namespace Rehearsal;

/// <summary>The managed services of a deployment: here the local servers of the graph, on free ports.</summary>
sealed class LocalServers : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly string _script, _data, _logs;
    readonly ServerPrograms _programs;
    readonly Dictionary<string, Process> _running = [];
    readonly Dictionary<string, int> _ports = [];

    public LocalServers(string repository, string data, string logs)
    {
        (_script, _data, _logs) = (Path.Combine(repository, "AppHost/Servers/local-server.sh"), data, logs);
        var problems = new List<string>();
        _programs = ServerPrograms.Find(Path.Combine(repository, "AppHost"), problems)
            ?? throw new StepFailedException(string.Join(' ', problems));
        foreach (var server in Names)
            _ports[server] = Processes.FreePort();
    }

    /// <summary>In the order in which they are restarted.</summary>
    public static readonly string[] Names = ["redis", "rabbitmq", "postgres", "wiremock"];

    public string Password { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);

    public int WireMockPort => _ports["wiremock"];

    public string Redis => $"127.0.0.1:{_ports["redis"]},password={Password}";

    public string RabbitMQ => $"amqp://guest:{Password}@127.0.0.1:{_ports["rabbitmq"]}";

    public string PostgresPrograms => _programs.Postgres;

    public string PostgresOf(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _ports["postgres"],
        Username = "postgres",
        Password = Password,
        Database = database
    }.ConnectionString;

    /// <summary>For PostgreSQL's own programs.</summary>
    public Dictionary<string, string> PostgresEnvironment => new()
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = $"{_ports["postgres"]}",
        ["PGUSER"] = "postgres",
        ["PGPASSWORD"] = Password
    };

    public Task StartAsync(CancellationToken ct) => Task.WhenAll(Names.Select(server => StartAsync(server, ct)));

    public async Task RestartAsync(string server, CancellationToken ct)
    {
        await Processes.StopAsync(_running[server], "TERM", TimeSpan.FromSeconds(30));
        await StartAsync(server, ct);
    }

    async Task StartAsync(string server, CancellationToken ct)
    {
        var (program, runtime) = server switch
        {
            "postgres" => (_programs.Postgres, ""),
            "redis" => (_programs.Redis, ""),
            "rabbitmq" => (_programs.RabbitMQ, ""),
            _ => (_programs.WireMockJar, _programs.Java)
        };
        string[] more = server == "wiremock"
            ? ["--global-response-templating", "--disable-banner", "--max-request-journal-entries", "20000"]
            : [];
        var environment = new Dictionary<string, string>
        {
            ["SERVER_BIN"] = program,
            ["SERVER_RUNTIME"] = runtime,
            ["SERVER_DATA"] = Path.Combine(_data, server),
            ["SERVER_PORT"] = $"{_ports[server]}",
            ["SERVER_PASSWORD"] = Password,
            ["SERVER_DATABASE"] = "shopdb"
        };
        _running[server] = Processes.Start(
            Path.Combine(_logs, $"{server}.log"), _data, environment, ["/bin/sh", _script, server, .. more]);
        await Processes.UntilAsync($"{server} answers", Patience, () => AnswersAsync(server, ct), ct);
    }

    async Task<bool> AnswersAsync(string server, CancellationToken ct)
    {
        StepFailedException.If(_running[server].HasExited, $"{server} ended; see {server}.log.");
        try
        {
            if (server == "postgres")
            {
                await using var database = NpgsqlDataSource.Create(PostgresOf("postgres") + ";Pooling=false");
                await using var connection = await database.OpenConnectionAsync(ct);
                return true;
            }
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _ports[server], ct);
            return true;
        }
        catch (Exception e) when (e is SocketException or NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _running.Values)
        {
            await Processes.StopAsync(server, "TERM", TimeSpan.FromSeconds(30));
            server.Dispose();
        }
    }
}
