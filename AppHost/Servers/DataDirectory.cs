using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Servers;

/// <summary>
/// The servers' data: one directory, or one set of volumes, per checkout. A lock admits one run at a time, because two
/// servers on the same files destroy them.
/// </summary>
sealed class DataDirectory : IDisposable
{
    const string TemporaryPrefix = "shop-data-";
    readonly FileStream _lock;
    readonly bool _temporary;

    DataDirectory(string path, FileStream @lock, bool temporary) =>
        (Path, _lock, _temporary) = (path, @lock, temporary);

    public string Path { get; }

    /// <summary>The prefix of this run's volumes; null for temporary data.</summary>
    public string? Volumes => _temporary ? null : $"shop-{Hash(Path)}";

    public string Describe(bool containers) =>
        !containers ? Path
        : Volumes is { } volumes ? $"volumes {volumes}-*"
        : "the containers, until they stop";

    public string Of(string server) => System.IO.Path.Combine(Path, server);

    public static DataDirectory? Open(IDistributedApplicationBuilder builder, bool containers, List<string> problems)
    {
        var asked = builder.Configuration["data"];
        if (asked is { Length: 0 } || asked?.StartsWith("--", StringComparison.Ordinal) is true)
        {
            problems.Add("--data names no directory: give one, or `temporary`.");
            return null;
        }
        var temporary = asked is "temporary";
        if (temporary)
            RemoveAbandoned();
        var path = temporary ? NewTemporary()
            : asked is not null ? System.IO.Path.GetFullPath(asked)
            : Default(builder.AppHostDirectory);
        try
        {
            Directory.CreateDirectory(path);
            if (!containers && !OpenToOthers(path))
            {
                problems.Add($"PostgreSQL does not run as root, and no other user may enter {path}: "
                    + "give another directory with --data <directory>.");
                return null;
            }
            var data = new DataDirectory(path, Lock(path), temporary);
            data.DisposeWith(builder);
            return data;
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add($"The data directory {path} cannot be written: "
                + "change its owner, or give another one with --data <directory>.");
        }
        catch (IOException)
        {
            problems.Add($"Another run already uses the data in {path}: "
                + "stop it with `./dev stop`, or give this one its own with --data <directory>.");
        }
        return null;
    }

    void DisposeWith(IDistributedApplicationBuilder builder)
    {
        // The service provider disposes it where the start fails, since nothing is stopped then.
        builder.Services.AddSingleton(_ => this);
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            var data = start.Services.GetRequiredService<DataDirectory>();
            // When it runs, every hosted service has stopped, and with them the servers.
            var lifetime = start.Services.GetRequiredService<IHostApplicationLifetime>();
            lifetime.ApplicationStopped.Register(data.Dispose);
            return Task.CompletedTask;
        });
    }

    public void Dispose()
    {
        if (_temporary)
            Remove(Path);
        _lock.Dispose();
    }

    static string NewTemporary() =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), TemporaryPrefix + Guid.CreateVersion7().ToString("n"));

    /// <summary>
    /// The checkout's data directory. If the user that PostgreSQL runs as may not enter root's checkout, it is a link
    /// to a directory elsewhere.
    /// </summary>
    static string Default(string appHostDirectory)
    {
        var path = System.IO.Path.Combine(appHostDirectory, "data");
        if (Directory.Exists(path) && Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } linked)
            return linked.FullName;
        if (Directory.Exists(path) || OpenToOthers(appHostDirectory))
            return path;
        var elsewhere = $"/var/lib/shop/{Hash(appHostDirectory)}";
        Directory.CreateDirectory(elsewhere);
        Directory.CreateSymbolicLink(path, elsewhere);
        return elsewhere;
    }

    static bool OpenToOthers(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return true;
        for (var directory = new DirectoryInfo(path); directory is not null; directory = directory.Parent)
        {
            if (!directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }

    static FileStream Lock(string path) =>
        new(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Removes the temporary data of killed runs, which nobody locks any more.</summary>
    static void RemoveAbandoned()
    {
        foreach (var path in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), TemporaryPrefix + "*"))
        {
            try
            {
                using var ours = Lock(path);
                Remove(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It belongs to another user, or is still in use.
            }
        }
    }

    static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A server is still writing there; the next run removes the rest.
        }
    }

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
