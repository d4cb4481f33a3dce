using System.Globalization;
using System.Security.Cryptography;

namespace AppHost.Servers;

/// <summary>The programs on this machine that run the servers of the graph.</summary>
sealed record ServerPrograms(
    string Postgres,
    string Redis,
    string RabbitMQ,
    string Java,
    string WireMockJar,
    string Node,
    string MailDev)
{
    const string RabbitMQServer = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    const string WireMock = "node_modules/wiremock/build/wiremock-standalone-3.13.2.jar";

    /// <summary>Returns null and adds a problem for each missing program, so that one installation fixes all.</summary>
    public static ServerPrograms? Find(string appHostDirectory, List<string> problems)
    {
        var tools = Tools(appHostDirectory);
        var found = new ServerPrograms(
            Need(PostgresDirectory(), "PostgreSQL's server programs (initdb, postgres)", "postgresql"),
            Need(OnPath("redis-server"), "redis-server", "redis-server"),
            Need(Existing(RabbitMQServer) ?? OnPath("rabbitmq-server"), "rabbitmq-server", "rabbitmq-server"),
            Need(JavaHome() ?? OnPath("java"), "java", "default-jre-headless"),
            Need(Existing(Path.Combine(tools, WireMock)), "WireMock's jar", null),
            Need(OnPath("node"), "node", "nodejs"),
            Need(Existing(Path.Combine(tools, "node_modules/maildev/bin/maildev")), "maildev", null));
        Need(OnPath("setpriv") is not null ? OnPath("flock") : null, "setpriv and flock", "util-linux");
        return problems.Count == 0 ? found : null;

        string Need(string? path, string what, string? package)
        {
            if (path is null)
            {
                var install = package is null ? "" : $", or install the package {package}";
                problems.Add($"{what} was not found: run `./dev setup --servers local`{install}; "
                    + "or start Docker, and no server has to be installed.");
            }
            return path ?? "";
        }
    }

    /// <summary>The npm packages that ./dev installs, in a directory named after the hash of their lock file.</summary>
    public static string Tools(string appHostDirectory)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var root = Environment.GetEnvironmentVariable("SHOP_TOOLS") is { Length: > 0 } own
            ? own
            : Path.Combine(cache, "shop/tools");
        var lockFile = File.ReadAllBytes(Path.Combine(appHostDirectory, "Servers/package-lock.json"));
        return Path.Combine(root, $"npm-{Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]}");
    }

    /// <summary>The newest version. Debian has a directory for each, none of them in PATH.</summary>
    static string? PostgresDirectory()
    {
        const string debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return installed
            .OrderByDescending(Version)
            .Select(version => Path.Combine(version, "bin"))
            .Append(Path.GetDirectoryName(Resolved(OnPath("postgres"))))
            .FirstOrDefault(directory => directory is not null
                && File.Exists(Path.Combine(directory, "initdb"))
                && File.Exists(Path.Combine(directory, "postgres")));

        static int Version(string directory) =>
            int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var version) ? version : 0;

        static string? Resolved(string? file) =>
            file is null ? null : File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
    }

    static string? JavaHome() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home
            ? Existing(Path.Combine(home, "bin/java"))
            : null;

    /// <summary>Also searches the sbin directories of servers, which are not in an ordinary user's PATH.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);

    static string? Existing(string path) => File.Exists(path) ? path : null;
}
