using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop;

public static class ShopTelemetry
{
    public static readonly ActivitySource Source = new("Shop");
    public static readonly Meter Meter = new("Shop");

    /// <summary>
    /// Starts a root span for work that no request or message started. Without one, the calls it makes are not traced.
    /// </summary>
    public static Activity? Begin(string name) => Activity.Current is null ? Source.StartActivity(name) : null;

    /// <summary>Stored in rows, log lines and error pages, so that each leads to its trace.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();
}
