using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Servers;

/// <summary>
/// What the servers write, one directory (or one set of volumes) per checkout, held by one run at a time: two servers on the same files destroy them.
/// </summary>
sealed class DataDirectory : IHostedLifecycleService, IDisposable
{
    const string TemporaryPrefix = "shop-data-";
    readonly FileStream _lock;
    readonly bool _temporary;

    DataDirectory(string path, FileStream @lock, bool temporary) => (Path, _lock, _temporary) = (path, @lock, temporary);

    public string Path { get; }

    /// <summary>What the names of this run's volumes begin with; null when nothing is to survive.</summary>
    public string? Volumes => _temporary ? null : $"shop-{Hash(Path)}";

    public string Describe(bool containers) => !containers ? Path : Volumes is { } volumes ? $"volumes {volumes}-*" : "the containers, until they stop";

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
        var path = temporary ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), TemporaryPrefix + Guid.CreateVersion7().ToString("n"))
            : asked is not null ? System.IO.Path.GetFullPath(asked)
            : Default(builder.AppHostDirectory);
        try
        {
            Directory.CreateDirectory(path);
            if (!containers && !OpenToOthers(path))
            {
                problems.Add($"PostgreSQL does not run as root, and no other user may enter {path}: give another directory with --data <directory>.");
                return null;
            }
            var data = new DataDirectory(path, Lock(path), temporary);
            builder.Services.AddHostedService(_ => data);
            return data;
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add($"The data directory {path} cannot be written: change its owner, or give another one with --data <directory>.");
        }
        catch (IOException)
        {
            problems.Add($"Another run already uses the data in {path}: stop it with `./dev stop`, or give this one its own with --data <directory>.");
        }
        return null;
    }

    /// <summary>After every other part of the application: the servers have stopped, and what they wrote is free.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_temporary)
            Remove(Path);
        _lock.Dispose();
    }

    /// <summary>In the checkout; or, when root's checkout is closed to the user PostgreSQL runs as, in a place that is not, with a link to it.</summary>
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

    static FileStream Lock(string path) => new(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A run that was killed could not remove its temporary data; nobody holds the lock of it any more.</summary>
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
                // Somebody else's, or still in use.
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
            // The next run removes what a server was still writing.
        }
    }

    static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
