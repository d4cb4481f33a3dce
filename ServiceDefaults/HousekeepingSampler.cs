using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// A database or HTTP call that no operation asked for is polling, connecting or reading a clock: a trace of one span each, every second.
/// An operation that matters starts a span of its own first.
/// </summary>
sealed class HousekeepingSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}
