using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

public sealed class ResponseCacheOptions
{
    public const string Section = "ResponseCache";

    /// <summary>The maximum size of a host's cache in bytes. Responses that do not fit are not cached.</summary>
    [Range(1, 256L << 20)]
    public long SizeLimit { get; set; } = 64 << 20;
}

public static class ResponseCaching
{
    /// <summary>HybridCache, in memory only. Concurrent requests for the same key create one response.</summary>
    public static void AddResponseCache(this IServiceCollection services, TimeSpan expiration)
    {
        services.AddOptions<ResponseCacheOptions>().BindConfiguration(ResponseCacheOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MemoryCacheOptions>().Configure<IOptions<ResponseCacheOptions>>((memory, limits) =>
        {
            memory.SizeLimit = limits.Value.SizeLimit;
            // Entries expire in less than a second, but by default they are removed after a minute.
            memory.ExpirationScanFrequency = TimeSpan.FromSeconds(1);
        });
        services.AddHybridCache(cache =>
        {
            cache.DefaultEntryOptions = new() { Expiration = expiration };
            // HybridCache counts a payload above this maximum as zero bytes, so only SizeLimit applies.
            cache.MaximumPayloadBytes = int.MaxValue;
        });
        services.AddSingleton<CacheAdmission>();
    }
}
