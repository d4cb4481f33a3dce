using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Which operations that nobody else has begun become traces. Under load nobody reads thousands a second of the same, and they cost a quarter of a small request:
/// so many are kept (<c>Telemetry:TracesPerSecond</c>), and whatever comes with a trace of its own always is.
/// </summary>
sealed class NewTraces(IConfiguration configuration, TimeProvider time) : Sampler
{
    const int Usual = 200;

    readonly int _most = configuration.GetValue("Telemetry:TracesPerSecond", Usual);
    long _second;
    int _begun;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        // A database or HTTP call that no operation asked for is polling, connecting or reading a clock: a trace of one span each, every second.
        // An operation that matters starts a span of its own first.
        new(samplingParameters.Kind != ActivityKind.Client && IsOneOfFew() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    bool IsOneOfFew()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Exchange(ref _second, second) != second)
            Volatile.Write(ref _begun, 0);
        return Interlocked.Increment(ref _begun) <= _most;
    }
}
