using System.Diagnostics.Metrics;

namespace Shop.Voice.Line;

static class VoiceMetrics
{
    static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.4, 0.6, 1, 1.5, 2, 3, 5, 10]
    };

    public static readonly UpDownCounter<long> CallsNow = ShopTelemetry.Meter.CreateUpDownCounter<long>(
        "voice.calls.active", "{call}", "Calls that are going on.");

    /// <summary>By outcome; operators get those with next = operator.</summary>
    public static readonly Counter<long> Calls = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.calls", "{call}", "Calls that have ended, by outcome and by where the caller goes next.");

    public static readonly Counter<long> Turns = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.turns", "{turn}", "Replies, by what they answered.");

    public static readonly Counter<long> Interruptions = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.interruptions", "{turn}", "Replies that the caller interrupted.");

    public static readonly Counter<long> Failures = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.failures", "{failure}", "Failures by stage: recognition, synthesis, conversation, connection, record.");

    /// <summary>Recognition, thinking, synthesis (to the first audio), and turn, which is all of them.</summary>
    public static readonly Histogram<double> Stage = ShopTelemetry.Meter.CreateHistogram(
        "voice.stage.duration", "s", "How long a stage of a turn took.", advice: Seconds);

    public static readonly Histogram<double> Lateness = ShopTelemetry.Meter.CreateHistogram(
        "voice.pacing.lateness", "s", "How long after its time the last frame of a tick was sent.", advice: Seconds);

    public static readonly Counter<long> FramesSent = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.frames.sent", "{frame}", "Frames of audio that were sent.");

    public static readonly Counter<long> FramesDropped = ShopTelemetry.Meter.CreateCounter<long>(
        "voice.frames.dropped", "{frame}", "Frames that the connection did not take at their time.");

    /// <summary>
    /// Lets the counters of what seldom happens begin at zero: the rate of one that begins at one does not show the
    /// first time.
    /// </summary>
    public static void Begin()
    {
        Interruptions.Add(0);
        FramesDropped.Add(0);
        foreach (var stage in (string[])["recognition", "synthesis", "conversation", "connection", "record"])
            Failures.Add(0, new KeyValuePair<string, object?>("stage", stage));
    }

    public static void Failed(string stage) => Failures.Add(1, new KeyValuePair<string, object?>("stage", stage));

    public static void Took(string stage, TimeSpan time) =>
        Stage.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
