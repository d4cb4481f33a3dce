using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop;

static class ShopTelemetry
{
    public static readonly ActivitySource Source = new("Shop");
    public static readonly Meter Meter = new("Shop");
}
