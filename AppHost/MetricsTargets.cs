using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>
/// Tells Prometheus where the metrics of each replica are: their ports are known only once they have started. A replica
/// that ends stays in the list, since its absence is what Prometheus should notice; its next start replaces it. Nobody
/// is alerted when something ends that runs on demand, such as a load worker: it is of another job.
/// </summary>
sealed class MetricsTargets(
    ResourceNotificationService notifications, string file, string host) : BackgroundService
{
    readonly SortedDictionary<string, Target> _targets = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var port = change.Snapshot.EnvironmentVariables
                .FirstOrDefault(variable => variable.Name == Metrics.PortVariable)?.Value;
            if (!int.TryParse(port, CultureInfo.InvariantCulture, out var number))
                continue;
            var target = new Target(
                [$"{host}:{number}"],
                new(
                    change.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>() ? "on-demand" : "shop",
                    change.Resource.Name,
                    change.ResourceId));
            if (_targets.GetValueOrDefault(change.ResourceId)?.Targets[0] == target.Targets[0])
                continue;
            _targets[change.ResourceId] = target;
            await WriteAsync(stoppingToken);
        }
    }

    // Prometheus watches the file and must not read half of it.
    async Task WriteAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var text = JsonSerializer.Serialize(_targets.Values, JsonSerializerOptions.Web);
        await File.WriteAllTextAsync(file + ".new", text, ct);
        File.Move(file + ".new", file, overwrite: true);
    }

    sealed record Target(string[] Targets, Labels Labels);

    sealed record Labels(string Job, string Service, string Instance);
}
