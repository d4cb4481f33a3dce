using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>
/// A limit in Redis for ASP.NET Core's rate limiting middleware. While Redis does not answer, requests are permitted:
/// the limits protect the shop from a flood, and are not worth an outage.
/// </summary>
sealed class RedisRateLimiter(RedisSlidingWindow window, RateLimit limit) : RateLimiter
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    long _lastUse = Stopwatch.GetTimestamp();

    /// <summary>The middleware disposes limiters of clients that have left.</summary>
    public override TimeSpan? IdleDuration => Stopwatch.GetElapsedTime(Volatile.Read(ref _lastUse));

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>Not acquired: the count is in Redis, which the asynchronous method asks.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(TimeSpan.Zero);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastUse, Stopwatch.GetTimestamp());
        try
        {
            return new Lease(await window.AcquireAsync(limit).WaitAsync(Patience, cancellationToken));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new Lease(null);
        }
    }

    sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = wait is not null && metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
