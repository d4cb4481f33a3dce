using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace ServiceDefaults;

/// <summary>
/// ASP.NET Core 10 starts the server span but leaves it nameless and bare. This fills it in as
/// https://opentelemetry.io/docs/specs/semconv/http/http-spans/ says, and takes probes out of the traces, with all that hangs below them.
/// </summary>
sealed class RequestSpans(params string[] probes) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(InvokeAsync);
        next(app);
    };

    Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return next(context);

        foreach (var probe in probes)
            if (context.Request.Path.Value?.EndsWith(probe, StringComparison.OrdinalIgnoreCase) == true)
            {
                span.IsAllDataRequested = false;
                span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                return next(context);
            }
        return DescribeAsync(span, context, next);
    }

    static async Task DescribeAsync(Activity span, HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        span.SetTag("http.request.method", request.Method)
            .SetTag("url.scheme", request.Scheme)
            .SetTag("url.path", request.Path.Value)
            .SetTag("server.address", request.Host.Host);
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            Fail(span, e.GetType().FullName!);
            throw;
        }
        finally
        {
            var route = context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
            span.DisplayName = route is null ? request.Method : $"{request.Method} {route}";
            if (route is not null)
                span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= 500)
                Fail(span, "" + context.Response.StatusCode);
        }
    }

    static void Fail(Activity span, string type) => span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", type);
}
