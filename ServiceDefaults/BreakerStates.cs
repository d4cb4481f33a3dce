using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Shop;

namespace ServiceDefaults;

/// <summary>The states of all circuit breakers of this process, as a metric: 0 closed, 1 half-open, 2 open.</summary>
static class BreakerStates
{
    const long Closed = 0;

    // The time until which a breaker is open. After that it stays half-open, until a call has succeeded.
    static readonly ConcurrentDictionary<string, long> OpenUntil = new(StringComparer.Ordinal);

    static BreakerStates() => ShopTelemetry.Meter.CreateObservableGauge(
        "shop.breaker.state",
        () => OpenUntil.Select(breaker => new Measurement<int>(
            breaker.Value == Closed ? 0 : breaker.Value < Stopwatch.GetTimestamp() ? 1 : 2,
            new KeyValuePair<string, object?>("breaker", breaker.Key))),
        description: "0 closed, 1 half-open, 2 open");

    /// <summary>Shows a breaker from its first call on, so that it is known while it is closed.</summary>
    public static void Know(string breaker) => OpenUntil.TryAdd(breaker, Closed);

    public static void Open(string breaker, TimeSpan time) =>
        OpenUntil[breaker] = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    public static void Close(string breaker) => OpenUntil[breaker] = Closed;
}
