using System.Globalization;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>A number of events in any window of this length, counted over all replicas.</summary>
sealed record RateLimit(string Key, int PermitLimit, TimeSpan Window);

/// <summary>
/// Sliding window rate limits in Redis, for all replicas. Each limit is a sorted set <c>limit:{key}</c> of the times of
/// its events, with at most as many entries as the limit allows. The methods return how long to wait, or null.
/// </summary>
sealed class RedisSlidingWindow(IConnectionMultiplexer redis, TimeProvider time)
{
    // ARGV: the operation, now, an id, and the count and window of each key. Times are in milliseconds.
    const string Script =
        """
        local wait = 0
        if ARGV[1] ~= 'count' then
            for i, key in ipairs(KEYS) do
                local count, window = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
                local oldest = redis.call('zrange', key, -count, -count, 'withscores')
                if oldest[2] then
                    wait = math.max(wait, tonumber(oldest[2]) + window - tonumber(ARGV[2]))
                end
            end
        end
        if wait == 0 and ARGV[1] ~= 'peek' then
            for i, key in ipairs(KEYS) do
                redis.call('zadd', key, ARGV[2], ARGV[3])
                redis.call('zremrangebyscore', key, '-inf', '(' .. (ARGV[2] - ARGV[3 + 2 * i]))
                redis.call('zremrangebyrank', key, 0, -1 - ARGV[2 + 2 * i])
                redis.call('pexpire', key, ARGV[3 + 2 * i])
            end
        end
        return wait
        """;

    /// <summary>Checks whether one more event would exceed a limit, without counting it.</summary>
    public Task<TimeSpan?> PeekAsync(params RateLimit[] limits) => RunAsync("peek", limits);

    /// <summary>Counts one more event, even if it exceeds a limit.</summary>
    public Task CountAsync(params RateLimit[] limits) => RunAsync("count", limits);

    /// <summary>Counts one more event unless it would exceed a limit.</summary>
    public Task<TimeSpan?> AcquireAsync(params RateLimit[] limits) => RunAsync("acquire", limits);

    public Task ResetAsync(RateLimit limit) => redis.GetDatabase().KeyDeleteAsync(Key(limit));

    async Task<TimeSpan?> RunAsync(string operation, RateLimit[] limits)
    {
        RedisValue[] arguments =
        [
            operation,
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture),
            .. limits.SelectMany(limit => new RedisValue[] { limit.PermitLimit, (long)limit.Window.TotalMilliseconds })
        ];
        var wait = (long)await redis.GetDatabase().ScriptEvaluateAsync(Script, [.. limits.Select(Key)], arguments);
        return wait > 0 ? TimeSpan.FromMilliseconds(wait) : null;
    }

    static RedisKey Key(RateLimit limit) => $"limit:{limit.Key}";
}
