using System.Diagnostics;

namespace Shop.Tests.Telemetry;

/// <summary>The traceparent of a test's request, so that it knows which trace to wait for.</summary>
sealed record TraceParent(string TraceId, string SpanId)
{
    public static TraceParent New() =>
        new(ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());

    // https://www.w3.org/TR/trace-context/#traceparent-header
    public override string ToString() => $"00-{TraceId}-{SpanId}-01";
}
