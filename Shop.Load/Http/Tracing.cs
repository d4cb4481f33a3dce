using System.Diagnostics;

namespace Shop.Load.Http;

/// <summary>Begins a trace with each request: <c>traceparent</c>, with the sampled flag for a part of them.</summary>
sealed class Tracing(double sampled, Random? random = null)
{
    readonly Random _random = random ?? Random.Shared;

    /// <summary>The value of the header, or null if no request is traced.</summary>
    public string? Next()
    {
        if (sampled <= 0)
            return null;
        var flags = _random.NextDouble() < sampled ? "01" : "00";
        return $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{flags}";
    }
}
