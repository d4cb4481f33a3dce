using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ServiceDefaults;
using Shop;

namespace Microsoft.Extensions.Hosting;

/// <summary>Aspire's service defaults: telemetry, health, service discovery, resilience.</summary>
public static class Extensions
{
    const string HealthEndpointPath = "/health";
    const string AlivenessEndpointPath = "/alive";
    const string ReadinessEndpointPath = "/ready";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // The worker's commands, such as a report, run anywhere, and serve nobody.
        if (builder is WebApplicationBuilder)
            ProductionSettings.Check(builder.Configuration, builder.Environment);
        builder.ConfigureOpenTelemetry();
        builder.AddLogFiles();
        builder.AddDefaultHealthChecks();
        builder.Services.AddDraining();
        builder.Services.AddTrustedProxies();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddHttpResilience();
            http.AddServiceDiscovery();
        });
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ServicesStopConcurrently = true;
            // A deployed host finishes what it has begun. During development, a restart should not wait.
            options.ShutdownTimeout = TimeSpan.FromSeconds(builder.Environment.IsDevelopment() ? 1 : 30);
        });
        return builder;
    }

    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // The default propagator would read the trace context once more after ASP.NET Core, for baggage that nobody
        // uses.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(ShopTelemetry.Meter.Name, HttpResilience.Meter)
                // It measures each component of each page, which is a quarter of a page's processor time.
                .AddView(instrument => instrument.Meter.Name == "Microsoft.AspNetCore.Components.Lifecycle"
                    ? MetricStreamConfiguration.Drop
                    : null)
                // The HTTP client measures its calls already.
                .AddView("resilience.polly.*.duration", MetricStreamConfiguration.Drop)
                .AddSmallViews())
            .WithTracing(tracing => tracing
                // A sampler set in code takes precedence over OTEL_TRACES_SAMPLER, which Aspire's AppHost sets.
                .SetSampler(new ParentBasedSampler(new RateLimitingSampler(builder.Configuration, TimeProvider.System)))
                .AddSource(builder.Environment.ApplicationName, ShopTelemetry.Source.Name)
                .AddAspNetCoreInstrumentation(requests =>
                {
                    // Compares the end of the path, because a probe has aliases such as /api/health.
                    requests.Filter = context => context.Request.Path.Value is not { } path
                        || !path.EndsWith(HealthEndpointPath, StringComparison.OrdinalIgnoreCase)
                        && !path.EndsWith(ReadinessEndpointPath, StringComparison.OrdinalIgnoreCase)
                        && !path.EndsWith(AlivenessEndpointPath, StringComparison.OrdinalIgnoreCase);
                    // The span of a component's event starts a new trace: the calls of a form would not be in the
                    // trace of its request.
                    requests.EnableRazorComponentsSupport = false;
                })
                .AddHttpClientInstrumentation());

        builder.AddPrometheusMetrics();
        return builder.AddOpenTelemetryExporters();
    }

    static TBuilder AddOpenTelemetryExporters<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
            builder.Services.TryAddSingleton(TimeProvider.System);
            builder.Services.AddHostedService<TelemetryShutdown>();
        }
        return builder;
    }

    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        // A probe comes every second or so: a dependency that hangs must not hang the answer.
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
                check.Timeout = TimeSpan.FromSeconds(2);
        });
        return builder;
    }

    /// <summary>
    /// Maps the probes in every environment, unlike the template: load balancers, `azd` and the pilot's testers rely on
    /// /health. The answer shows for each dependency whether it is up. Addresses and exceptions go to the log only.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, params ReadOnlySpan<string> healthAliases)
    {
        foreach (var path in (ReadOnlySpan<string>)[HealthEndpointPath, .. healthAliases])
            Map(app, path, check => check.Name != Draining.Name);
        Map(app, AlivenessEndpointPath, check => check.Tags.Contains("live"));
        // Whether this replica may get requests. A server that is away is away for all replicas: if each were unready
        // for it, nobody would be left to say so, and the API serves without a broker anyway.
        Map(app, ReadinessEndpointPath, check => check.Tags.Contains(Draining.ReadyTag));
        return app;

        static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> predicate) =>
            app.MapHealthChecks(path, new() { Predicate = predicate, ResponseWriter = HealthReply.WriteAsync })
                .AllowAnonymous()
                .DisableHttpMetrics();
    }
}
