using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Shop.Analytics;

namespace Shop.Api.Analytics;

/// <summary>
/// The queue between the requests and the service that writes them. When it is full, events are dropped and counted:
/// no request waits for statistics.
/// </summary>
sealed class EventQueue
{
    const int Capacity = 20_000;
    // An event may have 16 KB of text, so a limit on their number alone would allow 300 MB.
    public const long MaxBytes = 32 << 20;
    const int BytesWithoutText = 150;

    static readonly Counter<long> Dropped = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.analytics.events.dropped",
        "{event}",
        "Events that were lost because the queue was full or the database refused them");

    readonly Channel<VisitorEvent> _events =
        Channel.CreateBounded<VisitorEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    long _bytes;

    public bool IsEmpty => !_events.Reader.TryPeek(out _);

    public ValueTask<bool> WaitToReadAsync(CancellationToken ct) => _events.Reader.WaitToReadAsync(ct);

    public bool TryRead([NotNullWhen(true)] out VisitorEvent? next)
    {
        if (!_events.Reader.TryRead(out next))
            return false;
        Interlocked.Add(ref _bytes, -BytesOf(next));
        return true;
    }

    /// <summary>Returns false when the queue is full and the event was dropped.</summary>
    public bool Add(VisitorEvent happened)
    {
        var bytes = BytesOf(happened);
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes && _events.Writer.TryWrite(happened))
            return true;
        Interlocked.Add(ref _bytes, -bytes);
        Drop(1);
        return false;
    }

    static long BytesOf(VisitorEvent happened) =>
        BytesWithoutText + sizeof(char) * ((long)happened.Data.Length + happened.Visitor.Length);

    public static void Drop(int count) => Dropped.Add(count);
}
