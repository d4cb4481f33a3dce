using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rehearsal;

/// <summary>
/// A registry with one image. The SDK asks a registry for the base of an image even when it writes an archive; this one
/// has the configuration of Microsoft's image and next to nothing in it, so no other registry has to be reachable.
/// </summary>
sealed class BaseImage : IAsyncDisposable
{
    const string Repository = "dotnet/aspnet";
    const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    readonly Dictionary<string, (byte[] Bytes, string Type)> _blobs = [];
    readonly WebApplication _server;
    readonly int _port = Processes.FreePort();

    public BaseImage()
    {
        var (layer, uncompressed) = Layer();
        var config = AddJson("application/vnd.docker.container.image.v1+json", new
        {
            architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new
            {
                User = "1654",
                Env = (string[])
                [
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654",
                    "ASPNETCORE_HTTP_PORTS=8080", "DOTNET_RUNNING_IN_CONTAINER=true"
                ],
                Entrypoint = (string[])["/usr/bin/dotnet"],
                Cmd = (string[])["--info"]
            },
            rootfs = new { type = "layers", diff_ids = (string[])[uncompressed] },
            history = new[] { new { created = "2026-01-01T00:00:00Z", created_by = "rehearsal" } }
        });
        var rootfs = Add("application/vnd.docker.image.rootfs.diff.tar.gzip", layer);
        _blobs["10.0"] = _blobs[Digest(AddJson(ManifestType, new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = Description(config),
            layers = new[] { Description(rootfs) }
        }))];

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_port));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public string Name => $"localhost:{_port}/{Repository}:10.0";

    public Task StartAsync(CancellationToken ct) => _server.StartAsync(ct);

    // GET /v2/dotnet/aspnet/manifests/10.0
    // GET /v2/dotnet/aspnet/blobs/sha256:9f86d0...
    Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/v2/")
            return Task.CompletedTask;
        if (!_blobs.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var blob))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        context.Response.ContentType = blob.Type;
        context.Response.ContentLength = blob.Bytes.Length;
        context.Response.Headers["Docker-Content-Digest"] = Digest(blob.Bytes);
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(blob.Bytes, context.RequestAborted).AsTask();
    }

    byte[] AddJson(string type, object value) => Add(type, JsonSerializer.SerializeToUtf8Bytes(value));

    byte[] Add(string type, byte[] bytes)
    {
        _blobs[Digest(bytes)] = (bytes, type);
        return bytes;
    }

    object Description(byte[] bytes) => new
    {
        mediaType = _blobs[Digest(bytes)].Type,
        size = bytes.Length,
        digest = Digest(bytes)
    };

    /// <summary>A compressed layer with the home of the user, and the digest of what was compressed.</summary>
    static (byte[] Compressed, string Digest) Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "home/app/") { Uid = 1654, Gid = 1654 });
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(tar.ToArray());
        return (compressed.ToArray(), Digest(tar.ToArray()));
    }

    static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
