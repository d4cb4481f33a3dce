using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace Shop.Pilot.Requests;

/// <summary>
/// The queue between the requests and the service that writes them. When it is full, measurements are dropped and
/// counted: no request waits for its measurement.
/// </summary>
public sealed class RequestRecorder
{
    // Ten seconds of 10,000 requests per second, or 13 MB.
    const int Capacity = 100_000;

    static readonly Counter<long> Lost = ShopTelemetry.Meter.CreateCounter<long>(
        "shop.pilot.requests.lost",
        "{request}",
        "Measured requests that were not stored, because the queue was full or the database refused them");

    readonly Channel<RequestMeasurement> _queue =
        Channel.CreateBounded<RequestMeasurement>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    long _lost;

    public bool IsEmpty => !_queue.Reader.TryPeek(out _);

    public void Record(in RequestMeasurement request)
    {
        if (!_queue.Writer.TryWrite(request))
            Lose(1);
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken ct) => _queue.Reader.WaitToReadAsync(ct);

    public bool TryRead([MaybeNullWhen(false)] out RequestMeasurement request) => _queue.Reader.TryRead(out request);

    public void Lose(long count)
    {
        Interlocked.Add(ref _lost, count);
        Lost.Add(count);
    }

    /// <summary>How many were lost since the last call.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);
}
