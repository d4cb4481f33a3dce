using System.Globalization;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>So many of it in any span of this length, counted over all replicas.</summary>
sealed record Limit(string Key, int Count, TimeSpan Window);

/// <summary>
/// Each limit is a sorted set <c>limit:{key}</c> of the moments that counted, never more than the limit itself. Answers are how long to wait, null when
/// there is no need to.
/// </summary>
sealed class SlidingLimits(IConnectionMultiplexer redis, TimeProvider time)
{
    // ARGV: what to do, now, an id, and for each key its count and window, times in milliseconds.
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
        if wait == 0 and ARGV[1] ~= 'look' then
            for i, key in ipairs(KEYS) do
                redis.call('zadd', key, ARGV[2], ARGV[3])
                redis.call('zremrangebyrank', key, 0, -1 - ARGV[2 + 2 * i])
                redis.call('pexpire', key, ARGV[3 + 2 * i])
            end
        end
        return wait
        """;

    /// <summary>Whether one more would be too many; it is not counted.</summary>
    public Task<TimeSpan?> LookAsync(params Limit[] limits) => RunAsync("look", limits);

    /// <summary>One more, whether or not it is too many.</summary>
    public Task CountAsync(params Limit[] limits) => RunAsync("count", limits);

    /// <summary>Counts one more unless it would be too many.</summary>
    public Task<TimeSpan?> TakeAsync(params Limit[] limits) => RunAsync("take", limits);

    public Task ForgetAsync(Limit limit) => redis.GetDatabase().KeyDeleteAsync(Key(limit));

    async Task<TimeSpan?> RunAsync(string what, Limit[] limits)
    {
        RedisValue[] arguments =
        [
            what, time.GetUtcNow().ToUnixTimeMilliseconds(), Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture),
            .. limits.SelectMany(limit => new RedisValue[] { limit.Count, (long)limit.Window.TotalMilliseconds })
        ];
        var wait = (long)await redis.GetDatabase().ScriptEvaluateAsync(Script, [.. limits.Select(Key)], arguments);
        return wait > 0 ? TimeSpan.FromMilliseconds(wait) : null;
    }

    static RedisKey Key(Limit limit) => $"limit:{limit.Key}";
}
