using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Limits the number of new traces per second (<c>Telemetry:TracesPerSecond</c>). Under load nobody reads thousands of
/// equal traces, and they cost a quarter of a small request. For a trace that a caller started, the caller decides.
/// </summary>
sealed class RateLimitingSampler(IConfiguration configuration, TimeProvider time) : Sampler
{
    const int DefaultLimit = 200;

    readonly int _limit = configuration.GetValue("Telemetry:TracesPerSecond", DefaultLimit);
    long _second;
    int _begun;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        // A database or HTTP call outside an operation is polling, connecting or reading a clock: a trace of one span
        // every second. Operations that matter start a span first.
        new(samplingParameters.Kind != ActivityKind.Client && IsWithinLimit()
            ? SamplingDecision.RecordAndSample
            : SamplingDecision.Drop);

    bool IsWithinLimit()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Exchange(ref _second, second) != second)
            Volatile.Write(ref _begun, 0);
        return Interlocked.Increment(ref _begun) <= _limit;
    }
}
