namespace Shop;

/// <summary>
/// Numbers that only the database or the broker knows. They are read when Prometheus asks for the metrics, so a host
/// that nobody asks does no work for them.
/// </summary>
public interface IScrapedSource
{
    Task ReadAsync(CancellationToken ct);
}

/// <summary>The last value read. A metric must not show a number that has long since changed.</summary>
sealed class Scraped<T>(TimeProvider time) where T : class
{
    // A few intervals between two scrapes.
    static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    T? _value;
    long _readAt;

    public void Set(T? value) => (_readAt, _value) = (time.GetTimestamp(), value);

    public T? Value => _value is { } value && time.GetElapsedTime(_readAt) < Life ? value : null;
}
