using System.Security.Cryptography;
using Npgsql;

namespace Rehearsal;

/// <summary>All that a rehearsal starts, and the folders that it uses.</summary>
sealed class Stage(bool isShort, FileInfo? parameterFile, bool isPublished, IReadOnlyCollection<string> steps)
    : IAsyncDisposable
{
    /// <summary>The address of the shop for everybody outside. No name server knows it.</summary>
    public const string PublicName = "shop.rehearsal.test";

    public const int Replicas = 2;

    public bool IsShort => isShort;

    public FileInfo? ParameterFile => parameterFile;

    public bool IsPublished => isPublished;

    /// <summary>The names of the steps to do; none means all.</summary>
    public IReadOnlyCollection<string> Steps => steps;

    public string Repository { get; } = Directory.GetCurrentDirectory();

    public string Folder => Path.Combine(Repository, "artifacts", "rehearsal");

    public string Logs => Path.Combine(Folder, "logs");

    public string Data { get; } = Directory.CreateTempSubdirectory("shop-rehearsal-").FullName;

    public Report Report { get; } = new();

    public Certificate Certificate { get; private set; } = null!;

    public LocalServers Servers { get; private set; } = null!;

    public Manifest Manifest { get; set; } = null!;

    /// <summary>The values of the manifest's parameters. A step that rotates a key changes them.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>The variables that the image of a project sets.</summary>
    public Dictionary<string, Dictionary<string, string>> ImageVariables { get; } = [];

    public Network Network { get; private set; } = null!;

    /// <summary>The replicas of api, web and worker.</summary>
    public Dictionary<string, List<HostReplica>> Hosts { get; } = [];

    public ShopClient Client { get; private set; } = null!;

    /// <summary>The ids of the goods that the staff has added.</summary>
    public List<Guid> Products { get; } = [];

    /// <summary>The credentials of the admin: the account of the parameter founder-email.</summary>
    public (string Email, string Password) Admin { get; } =
        ("founder@shop-rehearsal.test", $"p-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");

    /// <summary>Everything that must not be in a log: passwords and tokens that are no parameters.</summary>
    public HashSet<string> Secrets { get; } = [];

    public NpgsqlDataSource Database { get; private set; } = null!;

    public void ClearLogs()
    {
        if (Directory.Exists(Logs))
            Directory.Delete(Logs, recursive: true);
        Directory.CreateDirectory(Logs);
    }

    public async Task OpenAsync(CancellationToken ct)
    {
        // PostgreSQL runs as another user than root.
        File.SetUnixFileMode(Data, File.GetUnixFileMode(Data) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        Certificate = Certificate.Make(Folder);
        Servers = new LocalServers(Repository, Data, Logs);
        await Servers.StartAsync(ct);
        Network = new Network(Certificate, Servers.WireMockPort);
        await Network.StartAsync(ct);
        Client = new ShopClient(Network.PublicPort, Certificate);
        Database = NpgsqlDataSource.Create(Servers.PostgresOf("shopdb"));
    }

    public IEnumerable<HostReplica> AllHosts => Hosts.Values.SelectMany(replicas => replicas);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in AllHosts)
            await host.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        Client?.Dispose();
        if (Network is not null)
            await Network.DisposeAsync();
        if (Servers is not null)
            await Servers.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
