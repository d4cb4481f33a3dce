using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Samples at most so many new traces a second (<c>Telemetry:TracesPerSecond</c>): under load nobody reads thousands of
/// the same, and they cost a quarter of a small request. A trace that a caller has begun is sampled as the caller says.
/// </summary>
sealed class NewTraces(IConfiguration configuration, TimeProvider time) : Sampler
{
    const int DefaultLimit = 200;

    readonly int _limit = configuration.GetValue("Telemetry:TracesPerSecond", DefaultLimit);
    long _second;
    int _begun;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        // A database or HTTP call outside any operation is polling, connecting or reading a clock: a trace of one span,
        // every second. An operation that matters starts a span of its own first.
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
