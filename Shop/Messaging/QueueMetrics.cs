using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace Shop.Messaging;

/// <summary>How many messages wait in the queues of this host's consumers, and for another attempt.</summary>
public sealed partial class QueueMetrics : IScrapedSource
{
    readonly Broker _broker;
    readonly ILogger<QueueMetrics> _logger;
    readonly Scraped<List<(string Queue, uint Messages)>> _queues;

    public QueueMetrics(Broker broker, TimeProvider time, ILogger<QueueMetrics> logger)
    {
        (_broker, _logger, _queues) = (broker, logger, new(time));
        ShopTelemetry.Meter.CreateObservableGauge(
            "shop.queue.messages", Depths, "{message}", "Messages that wait in a queue of the broker");
    }

    public async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            _queues.Set(await _broker.QueuesAsync(ct));
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or OperationCanceledException)
        {
            _queues.Set(null);
            LogFailed(e.Message);
        }
    }

    IEnumerable<Measurement<long>> Depths() => (_queues.Value ?? []).Select(depth =>
        new Measurement<long>(depth.Messages, new KeyValuePair<string, object?>("queue", depth.Queue)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics lack the queues: {Reason}")]
    partial void LogFailed(string reason);
}
