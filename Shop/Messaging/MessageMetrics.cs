using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.Messaging;

/// <summary>What became of a message that a consumer has received.</summary>
enum MessageOutcome
{
    Handled,
    Retried,
    DeadLettered
}

/// <summary>How many messages move, and how long their consumers take.</summary>
static class MessageMetrics
{
    static readonly Counter<long> Published = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.outbox.published", "{message}", "Messages that the relay has published");

    static readonly Histogram<double> Durations = ShopTelemetry.Meter.CreateHistogram(
        "shop.message.duration",
        "s",
        "Time of a consumer for one message",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.02, 0.1, 0.5, 2, 10] });

    public static void Relayed(int messages) => Published.Add(messages);

    public static void Received(string consumer, MessageOutcome outcome, long since) => Durations.Record(
        Stopwatch.GetElapsedTime(since).TotalSeconds,
        new("consumer", consumer),
        new("outcome", outcome.Spelling()));
}
