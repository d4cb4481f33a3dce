using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every host calls first: telemetry, health, service discovery, resilience.</summary>
public static class Extensions
{
    const string HealthEndpointPath = "/health";
    const string AlivenessEndpointPath = "/alive";

    // Spans and metrics of our own code, in whichever assembly it lives.
    const string ApplicationSource = "Shop";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddTrustedProxies();
        builder.Services.AddServiceDiscovery();
        builder.Services.AddHttpResilience();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddResilienceHandler();
            http.AddServiceDiscovery();
        });
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ServicesStopConcurrently = true;
            options.ShutdownTimeout = TimeSpan.FromSeconds(1);
        });
        return builder;
    }

    public static TBuilder ConfigureOpenTelemetry<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // The sources are .NET's own; the OpenTelemetry.Instrumentation.* packages would only rename what they already report.
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(
                "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", ApplicationSource))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new NewTraces(builder.Configuration, TimeProvider.System)))
                .AddSource(builder.Environment.ApplicationName, "Microsoft.AspNetCore", "System.Net.Http", ApplicationSource));
        builder.Services.AddTransient<IStartupFilter>(_ => new RequestSpans(HealthEndpointPath, AlivenessEndpointPath));

        return builder.AddOpenTelemetryExporters();
    }

    static TBuilder AddOpenTelemetryExporters<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
            builder.Services.AddHostedService<TelemetryFlush>();
        }
        return builder;
    }

    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        // A probe is asked every second or so: a dependency that hangs must not hang the answer.
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
                check.Timeout = TimeSpan.FromSeconds(2);
        });
        return builder;
    }

    /// <summary>
    /// Mapped in every environment, unlike the template: load balancers, `azd` and the pilot's testers rely on /health. It names dependencies and says
    /// up or down, nothing more; addresses and exceptions go to the log.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, params ReadOnlySpan<string> healthAliases)
    {
        foreach (var path in (ReadOnlySpan<string>)[HealthEndpointPath, .. healthAliases])
            app.MapHealthChecks(path, new() { ResponseWriter = HealthReply.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks(AlivenessEndpointPath, new()
        {
            Predicate = check => check.Tags.Contains("live"),
            ResponseWriter = HealthReply.WriteAsync
        }).AllowAnonymous();
        return app;
    }
}
