using Shop.Load.Reports;
using Shop.Load.Statistics;

namespace Shop.Load.Leading;

/// <summary>
/// Asks the hosts of this machine for their metrics again and again during a run: how many messages wait in the queues
/// of the broker, and what the consumers do.
/// </summary>
sealed class MessageWatch(IReadOnlyList<Uri> pages, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    const string Depth = "shop_queue_messages";
    const string DurationCount = "shop_message_duration_seconds_count";
    const string DurationSum = "shop_message_duration_seconds_sum";
    const string Handled = "handled";

    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Interval };
    readonly Dictionary<string, (double Most, double Last)> _depths = [];

    // Counters go on from before the run. A host that could not be asked then is left out.
    readonly Dictionary<Counter, (double First, double Last)> _counts = [];
    readonly HashSet<Uri> _known = [];
    readonly Lock _gate = new();

    /// <summary>The queues in which messages waited, the longest first.</summary>
    public IReadOnlyList<QueueDepth> Queues()
    {
        lock (_gate)
        {
            return
            [
                .. from queue in _depths
                   where queue.Value.Most > 0
                   orderby queue.Value.Most descending
                   select new QueueDepth(queue.Key, (long)queue.Value.Most, (long)queue.Value.Last)
            ];
        }
    }

    /// <summary>The consumers that received messages, the one that took the most time first.</summary>
    public IReadOnlyList<ConsumerTime> Consumers()
    {
        lock (_gate)
        {
            var all = Sum(DurationSum);
            return
            [
                .. from consumer in _counts.Keys.Select(count => count.Consumer).Distinct().ToList()
                   let messages = Sum(DurationCount, consumer)
                   where messages > 0
                   let seconds = Sum(DurationSum, consumer)
                   orderby seconds descending
                   select new ConsumerTime(
                       consumer,
                       (long)messages,
                       (long)(messages - Sum(DurationCount, consumer, Handled)),
                       Math.Round(1000 * seconds / messages, 2),
                       all == 0 ? 0 : Math.Round(seconds / all, 3))
            ];
        }
    }

    // Since the run began.
    double Sum(string name, string? consumer = null, string? outcome = null) => _counts
        .Where(count => count.Key.Name == name
            && (consumer is null || count.Key.Consumer == consumer)
            && (outcome is null || count.Key.Outcome == outcome))
        .Sum(count => count.Value.Last - count.Value.First);

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await LookAsync();
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The run has ended. What it did last counts too.
            await LookAsync();
        }
    }

    async Task LookAsync()
    {
        var seen = new List<(Uri Page, List<Sample> Samples)>();
        foreach (var page in pages)
            if (await ReadAsync(page) is { } samples)
                seen.Add((page, samples));
        Add(seen);
    }

    /// <summary>Adds what all pages show at one time.</summary>
    internal void Add(IReadOnlyList<(Uri Page, List<Sample> Samples)> seen)
    {
        lock (_gate)
        {
            foreach (var (page, samples) in seen)
            {
                var isFirst = _known.Add(page);
                foreach (var sample in samples.Where(sample => sample.Name is DurationCount or DurationSum))
                    Count(page, sample, isFirst);
            }
            // Each worker shows all queues.
            var depths = seen
                .SelectMany(page => page.Samples)
                .Where(sample => sample.Name == Depth)
                .GroupBy(sample => sample.Labels["queue"], sample => sample.Value);
            foreach (var queue in depths)
            {
                var messages = queue.Max();
                _depths[queue.Key] = (Math.Max(messages, _depths.GetValueOrDefault(queue.Key).Most), messages);
            }
        }
    }

    void Count(Uri page, Sample sample, bool isFirst)
    {
        var key = new Counter(page, sample.Name, sample.Labels["consumer"], sample.Labels["outcome"]);
        // A counter that appears during the run began with zero.
        var first = isFirst ? sample.Value : _counts.TryGetValue(key, out var before) ? before.First : 0;
        _counts[key] = (first, sample.Value);
    }

    async Task<List<Sample>?> ReadAsync(Uri page)
    {
        try
        {
            return Sample.Parse(await _http.GetStringAsync(page));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // It ends, or is too busy to say.
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    readonly record struct Counter(Uri Page, string Name, string Consumer, string Outcome);
}
