using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Database;

namespace Shop.Messaging;

/// <summary>
/// How far messages have got in the database: the outbox, the dead letters and the workers. The API shows them, because
/// it is there when all workers are gone.
/// </summary>
public sealed partial class OutboxMetrics : IScrapedSource
{
    readonly NpgsqlDataSource _database;
    readonly DeadLetters _letters;
    readonly ILogger<OutboxMetrics> _logger;
    readonly Scraped<Waiting> _waiting;
    readonly Scraped<List<WaitingLetters>> _waitingLetters;

    public OutboxMetrics(
        NpgsqlDataSource database, DeadLetters letters, TimeProvider time, ILogger<OutboxMetrics> logger)
    {
        (_database, _letters, _logger) = (database, letters, logger);
        (_waiting, _waitingLetters) = (new(time), new(time));
        Gauge(
            "shop.outbox.messages",
            "{message}",
            "Messages that the relay has not published",
            row => row.Backlog.Messages);
        Gauge("shop.outbox.age", "s", "Age of the oldest of them", row => row.Backlog.Age);
        Gauge("shop.workers", "{worker}", "Workers that reported within six seconds", row => row.Workers);
        ShopTelemetry.Meter.CreateObservableGauge(
            "shop.dead_letters", Letters, "{letter}", "Dead letters that wait for a replay, by consumer");
    }

    public async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            _waiting.Set(await _database.QuerySingleAsync<Waiting>(
                $"""
                select {OutboxBacklog.Columns},
                    (select count(*) from messaging.workers where seen_at > now() - interval '6 seconds')
                from messaging.outbox
                """, ct));
            _waitingLetters.Set(await _letters.QueuesAsync(ct));
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            _waiting.Set(null);
            _waitingLetters.Set(null);
            LogFailed(e.Message);
        }
    }

    // The total has no consumer: without it there would be no metric at all while all is well.
    IEnumerable<Measurement<long>> Letters() => _waitingLetters.Value switch
    {
        null => [],
        { Count: 0 } => [new(0)],
        var waiting => waiting.Select(queue => new Measurement<long>(
            queue.Letters, new KeyValuePair<string, object?>("consumer", queue.Consumer)))
    };

    void Gauge(string name, string unit, string description, Func<Waiting, double> read) =>
        ShopTelemetry.Meter.CreateObservableGauge(
            name,
            () => _waiting.Value is { } row ? [new Measurement<double>(read(row))] : Array.Empty<Measurement<double>>(),
            unit,
            description);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics lack the outbox: {Reason}")]
    partial void LogFailed(string reason);

    sealed record Waiting(OutboxBacklog Backlog, long Workers) : IRow<Waiting>
    {
        public static Waiting Read(RowReader row) => new(OutboxBacklog.Read(row), row.Get<long>());
    }
}
