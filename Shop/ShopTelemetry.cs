using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop;

public static class ShopTelemetry
{
    public static readonly ActivitySource Source = new("Shop");
    public static readonly Meter Meter = new("Shop");

    /// <summary>
    /// Starts a root span for background work, where no request or message has started one. Without it, the calls of
    /// that work leave no trace.
    /// </summary>
    public static Activity? Begin(string name) => Activity.Current is null ? Source.StartActivity(name) : null;

    /// <summary>The trace id that links a row, a log line or an error page to its trace.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();
}
