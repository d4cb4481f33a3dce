using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shop;
using Shop.Database;
using Shop.Pilot.Requests;

namespace ServiceDefaults;

/// <summary>
/// Measures each request and puts the result into the queue of <see cref="RequestRecorder"/>. Probes and live streams
/// are left out, and so are the requests that the site forwards: the API measures them.
/// </summary>
public sealed class PilotMonitoring
{
    /// <summary>The User-Agent of the site's own calls of the API.</summary>
    public const string SiteAgent = "Shop.Web";

    const string NoRoute = "(none)";
    const string StaticFile = "(static file)";

    static readonly Histogram<int> Statements = ShopTelemetry.Meter.CreateHistogram(
        "shop.request.statements",
        "{statement}",
        "SQL statements of one request",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 3, 5, 10, 20] });

    readonly RequestSource _source;
    readonly RequestRecorder _recorder;
    readonly RequestOptions _options;
    readonly TimeProvider _time;
    readonly Func<HttpContext, Guid?> _userOf;

    internal PilotMonitoring(IServiceProvider services, RequestSource source, Func<HttpContext, Guid?> userOf)
    {
        _source = source;
        _recorder = services.GetRequiredService<RequestRecorder>();
        _options = services.GetRequiredService<IOptions<RequestOptions>>().Value;
        _time = services.GetRequiredService<TimeProvider>();
        _userOf = userOf;
    }

    internal bool IsEnabled => _options.Enabled;

    internal Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        // The endpoint of an error page will replace it.
        var endpoint = http.GetEndpoint();
        return endpoint?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is null
            ? MeasureAsync(http, endpoint, next)
            : next(http);
    }

    async Task MeasureAsync(HttpContext http, Endpoint? endpoint, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var statements = StatementCount.Begin();
        try
        {
            await next(http);
        }
        finally
        {
            if (http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) != true)
                Record(http, endpoint, Stopwatch.GetElapsedTime(started), statements);
        }
    }

    static UserAction? ActionOf(HttpContext http, Endpoint? endpoint) =>
        // A redirect to the login is no step.
        http.Response.StatusCode is < 300 or StatusCodes.Status304NotModified
        && endpoint?.Metadata.GetMetadata<CountedActionAttribute>() is { } counted
        && (counted.Method is not { } method || http.Request.Method == method)
        && (counted.WithQuery is not { } query || !string.IsNullOrWhiteSpace(http.Request.Query[query]))
            ? counted.Action
            : null;

    void Record(HttpContext http, Endpoint? endpoint, TimeSpan duration, StatementCount statements)
    {
        var route = RouteOf(endpoint);
        // The site has no database.
        if (_source == RequestSource.Api)
            Statements.Record(statements.Count, new KeyValuePair<string, object?>("http.route", route));
        _recorder.Record(new()
        {
            Source = _source,
            Method = http.Request.Method,
            Route = route,
            Status = (short)http.Response.StatusCode,
            At = _time.GetUtcNow().UtcDateTime,
            Duration = duration,
            Statements = statements.Count,
            Repeats = statements.Count < _options.Repeats ? 0 : statements.MostFrequent(),
            SqlTime = statements.Time,
            User = _userOf(http),
            Action = ActionOf(http, endpoint),
            ActionSource = http.Request.Headers.UserAgent == SiteAgent ? RequestSource.Site : _source,
            Trace = Activity.Current is { } activity ? TraceOf(activity) : null
        });
    }

    static string RouteOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null ? StaticFile
            : (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;

    static Guid TraceOf(Activity activity)
    {
        Span<byte> bytes = stackalloc byte[16];
        activity.TraceId.CopyTo(bytes);
        return new(bytes, bigEndian: true);
    }
}

public static class PilotMonitoringServices
{
    public static void AddPilotMonitoring(this IServiceCollection services)
    {
        services.AddOptions<RequestOptions>()
            .BindConfiguration(RequestOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RequestRecorder>();
    }

    /// <summary>Before everything else, so that the whole request is measured.</summary>
    public static void UsePilotMonitoring(
        this WebApplication app, RequestSource source, Func<HttpContext, Guid?> userOf)
    {
        var monitoring = new PilotMonitoring(app.Services, source, userOf);
        if (monitoring.IsEnabled)
            app.Use(monitoring.InvokeAsync);
    }
}
