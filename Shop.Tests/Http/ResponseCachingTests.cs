using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceDefaults;

namespace Shop.Tests.Http;

public class ResponseCachingTests
{
    static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    // More than HybridCache accepts by default.
    [InlineData(2_000_000)]
    public async Task Memory_is_bounded_in_bytes(int size)
    {
        const int Limit = 500_000;
        var ct = TestContext.Current.CancellationToken;
        using var host = Host(Limit);
        var cache = host.Services.GetRequiredService<HybridCache>();
        var memory = (MemoryCache)host.Services.GetRequiredService<IMemoryCache>();

        for (var i = 0; i < 600; i++)
        {
            await cache.GetOrCreateAsync(
                $"{i}", _ => ValueTask.FromResult(new string('x', size)), cancellationToken: ct);
            Assert.InRange((long)memory.Count * size, size <= Limit ? 1 : 0, Limit);
        }
    }

    [Fact]
    public void A_size_limit_of_zero_is_refused_at_startup()
    {
        using var host = Host(0);

        var refused = Assert.Throws<OptionsValidationException>(host.Start);

        Assert.Contains(nameof(ResponseCacheOptions.SizeLimit), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_requests_create_a_value_once_and_errors_are_not_cached()
    {
        var ct = TestContext.Current.CancellationToken;
        using var host = Host(1_000);
        var cache = host.Services.GetRequiredService<HybridCache>();
        var created = 0;
        var source = new TaskCompletionSource<string>();
        Task<string> AskAsync() => cache.GetOrCreateAsync("key", async _ =>
        {
            created++;
            return await source.Task;
        }, cancellationToken: ct).AsTask();

        var failing = Enumerable.Range(0, 50).Select(_ => AskAsync()).ToList();
        source.SetException(new InvalidOperationException());
        foreach (var one in failing)
            await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        Assert.Equal(1, created);

        source = new();
        var waiting = Enumerable.Range(0, 50).Select(_ => AskAsync()).ToList();
        source.SetResult("created");
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal("created", answer));
        Assert.Equal(2, created);
    }

    [Fact]
    public void Only_frequent_requests_are_cached()
    {
        var time = new FakeTimeProvider();
        var admission = new CacheAdmission(time);

        Assert.Equal(
            [.. Enumerable.Repeat(false, 8), true, true], Enumerable.Range(0, 10).Select(_ => admission.Admits("hot")));
        Assert.False(admission.Admits("cold"));
        for (var i = 0; i < 100; i++)
            Assert.True(admission.Admits("hot"));

        // Requests that continue stay admitted.
        time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.True(admission.Admits("hot"));

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(admission.Admits("hot"));
    }

    static IHost Host(int limit)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            [new("ResponseCache:SizeLimit", limit.ToString(CultureInfo.InvariantCulture))]);
        builder.Services.AddResponseCache(Long);
        return builder.Build();
    }
}
