using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace ServiceDefaults;

static class PrometheusMetrics
{
    // Few, because each is a number per route and status: what people feel (0.1 s), budgets (0.25 s, 0.5 s) and the
    // limit of the alert (2 s).
    static readonly double[] Durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

    public static void AddPrometheusMetrics(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetricsOptions>()
            .BindConfiguration(MetricsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (builder.Configuration.GetValue<int?>($"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}") is null)
            return;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<MetricsServer>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            // The names of the scopes and of the process would be on each line.
            .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false));
    }

    /// <summary>Keeps the number of series of a host small, for all exporters.</summary>
    public static MeterProviderBuilder AddSmallViews(this MeterProviderBuilder metrics) => metrics
        .AddView("http.server.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Durations })
        .AddView("http.client.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Durations })
        // It has a series for each address of a peer.
        .AddView("http.client.connection.duration", MetricStreamConfiguration.Drop);
}
