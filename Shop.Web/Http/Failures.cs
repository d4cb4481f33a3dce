using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Web.Http;

/// <summary>What a page could not do: the API is away, the session has ended, the visitor may not, the form is not ours, or the page is broken.</summary>
static partial class Failures
{
    public static void UseFailures(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/unavailable",
            // A page that failed has used its own.
            CreateScopeForErrors = true,
            StatusCodeSelector = failure => IsAway(failure) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            // It has been written down with its reference.
            SuppressDiagnosticsCallback = _ => true
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(RefuseAsync);
        app.Use(ShowAsync);
    }

    /// <summary>The API cannot be reached, or says itself that it is not all there; an error of its own is one of ours.</summary>
    public static bool IsAway(Exception? failure) => failure is HttpRequestException
    {
        StatusCode: null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
    };

    /// <summary>The number of an error page: the trace of the request, under which every host has written down what it did.</summary>
    public static string? Reference => ShopTelemetry.TraceId;

    static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Unauthorized && !http.Response.HasStarted)
        {
            await http.ChallengeAsync();
        }
        catch (ShopException e) when (StatusOf(e) is { } status && !http.Response.HasStarted)
        {
            // With the type of the page that was not to be, it would pass for one.
            http.Response.Clear();
            http.Response.StatusCode = status;
            if (e.RetryAfter is { } wait)
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            var logger = http.RequestServices.GetRequiredService<ILogger<Program>>();
            if (IsAway(e))
                LogAway(logger, http.Request.Method, http.Request.Path, Reference, e.Message);
            else
                LogFailed(logger, e, http.Request.Method, http.Request.Path, Reference);
            throw;
        }
    }

    static int? StatusOf(ShopException refusal) => refusal.Code switch
    {
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.TooManyRequests => StatusCodes.Status429TooManyRequests,
        _ => null
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be shown, reference {Reference}: {Reason}")]
    static partial void LogAway(ILogger logger, string method, string path, string? reference, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, reference {Reference}")]
    static partial void LogFailed(ILogger logger, Exception e, string method, string path, string? reference);

    /// <summary>The page that says what failed is shown, whatever was sent: the form, and what antiforgery found in it, were for the page that failed.</summary>
    static async Task ShowAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is null && http.Features.Get<IStatusCodeReExecuteFeature>() is null)
        {
            await next(http);
            return;
        }
        var method = http.Request.Method;
        http.Request.Method = HttpMethods.Get;
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = method;
        }
    }
}
