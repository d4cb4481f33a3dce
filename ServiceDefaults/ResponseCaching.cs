using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

public sealed class ResponseCacheOptions
{
    /// <summary>The most bytes that a host keeps in its cache. What does not fit is not kept.</summary>
    [Range(1, 1L << 30)]
    public long SizeLimit { get; set; } = 64 << 20;
}

public static class ResponseCaching
{
    /// <summary>HybridCache, in memory only. It coalesces requests: what many want at once is created once.</summary>
    public static void AddResponseCache(this IServiceCollection services, TimeSpan expiration)
    {
        services.AddOptions<ResponseCacheOptions>().BindConfiguration("ResponseCache")
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MemoryCacheOptions>().Configure<IOptions<ResponseCacheOptions>>((memory, limits) =>
        {
            memory.SizeLimit = limits.Value.SizeLimit;
            // Entries live for less than a second. By default they would be removed after a minute.
            memory.ExpirationScanFrequency = TimeSpan.FromSeconds(1);
        });
        services.AddHybridCache(cache =>
        {
            cache.DefaultEntryOptions = new() { Expiration = expiration };
            // HybridCache counts a payload above this maximum as zero bytes. Only SizeLimit decides here.
            cache.MaximumPayloadBytes = int.MaxValue;
        });
        services.AddSingleton<CacheAdmission>();
    }
}
