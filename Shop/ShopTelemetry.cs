using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop;

public static class ShopTelemetry
{
    public static readonly ActivitySource Source = new("Shop");
    public static readonly Meter Meter = new("Shop");

    /// <summary>A span of its own for work that nobody asked for by a request or a message: without one, what it calls leaves no trace.</summary>
    public static Activity? Begin(string name) => Activity.Current is null ? Source.StartActivity(name) : null;

    /// <summary>What leads from a row, a line of the log or an error page to the trace in which it was written.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();
}
