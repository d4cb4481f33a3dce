using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary><c>--publisher manifest --output-path FILE</c>: writes what <c>azd</c> deploys, and ends the application instead of running it.</summary>
sealed partial class ManifestPublisher(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IDistributedApplicationEventing eventing, IServiceProvider services,
    IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<ManifestPublisher> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A host that is told to stop while it starts would throw.
        lifetime.ApplicationStarted.Register(() => _ = PublishAsync(lifetime.ApplicationStopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            LogPublished(await WriteAsync(cancellationToken));
        }
#pragma warning disable CA1031 // Whatever is wrong with a model is one sentence and the exit code of this command.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e.Message);
            Environment.ExitCode = 1;
        }
        lifetime.StopApplication();
    }

    async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        if (configuration["publisher"] is { } publisher && !publisher.Equals("manifest", StringComparison.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"There is no publisher '{publisher}' here, only 'manifest'.");
        var path = Path.GetFullPath(configuration["output-path"] is { Length: > 0 } asked ? asked
            : throw new DistributedApplicationException("The '--output-path [path]' option was not specified even though '--publisher manifest' argument was used."));
        if (!path.EndsWith(".json", StringComparison.Ordinal))
            path = Path.Combine(path, "aspire-manifest.json");
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);

        // Written beside and moved, so that a failure leaves the last good manifest.
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".new";
        try
        {
            await using (var stream = File.Create(unfinished))
            await using (var writer = new Utf8JsonWriter(stream, new() { Indented = true }))
                await new ManifestPublishingContext(executionContext, path, writer, cancellationToken).WriteModelAsync(model);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return path;
    }

    [LoggerMessage(LogLevel.Information, "Published manifest to: {Path}")]
    private partial void LogPublished(string path);

    [LoggerMessage(LogLevel.Error, "No manifest was written: {Reason}")]
    private partial void LogFailed(string reason);
}
