using Shop.Analytics;
using Shop.Api.Analytics;

namespace Shop.Tests.Analytics;

public class EventQueueTests
{
    [Theory]
    [InlineData(8_000, 1_500, 2_500)]
    // Small events are limited by their number.
    [InlineData(10, 20_000, 20_000)]
    public void The_queue_is_bounded_in_bytes_and_in_events(int length, int fewest, int most)
    {
        var queue = new EventQueue();
        var happened = new VisitorEvent(
            DateTimeOffset.UnixEpoch, "search", "v", false, null, 1, new string('x', length));

        var added = 0;
        while (added < 100_000 && queue.Add(happened))
            added++;

        Assert.InRange(added, fewest, most);
        // What leaves the queue makes room for as much.
        Assert.True(queue.TryRead(out _));
        Assert.True(queue.Add(happened));
        Assert.False(queue.Add(happened));
        for (var i = 0; i < added; i++)
            Assert.True(queue.TryRead(out _));
        Assert.True(queue.IsEmpty);
    }
}
