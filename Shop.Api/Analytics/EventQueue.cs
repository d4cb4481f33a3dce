using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Shop.Analytics;

namespace Shop.Api.Analytics;

/// <summary>
/// The queue between the requests and <see cref="FlushEvents"/>. When it is full, events are dropped and counted: no
/// request waits for statistics.
/// </summary>
sealed class EventQueue
{
    const int Capacity = 20_000;

    static readonly Counter<long> Dropped = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.analytics.events.dropped",
        "{event}",
        "Events that were lost because the queue was full or the database refused them");

    readonly Channel<VisitorEvent> _events =
        Channel.CreateBounded<VisitorEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<VisitorEvent> Events => _events.Reader;

    public void Add(VisitorEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
            Drop(1);
    }

    public static void Drop(int count) => Dropped.Add(count);
}
