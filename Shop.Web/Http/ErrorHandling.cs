using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Web.Http;

/// <summary>
/// Error handling of all pages: the API is unavailable, the session has ended, access is denied, the form is forged, or
/// the page itself failed.
/// </summary>
static partial class ErrorHandling
{
    public static void UseErrorHandling(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/unavailable",
            // The failed page has already used the scope of the request.
            CreateScopeForErrors = true,
            StatusCodeSelector = failure => IsApiUnavailable(failure)
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
            // RefuseAsync has already logged it with its reference.
            SuppressDiagnosticsCallback = _ => true
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(RefuseAsync);
        app.Use(ShowAsync);
    }

    /// <summary>The API is unreachable or answers 502, 503 or 504. Its 500 counts as an error of the shop.</summary>
    public static bool IsApiUnavailable(Exception? failure) => failure is HttpRequestException
    {
        StatusCode: null
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout
    };

    /// <summary>The error number on a page: the trace ID of the request, which every host logs.</summary>
    public static string? Reference => ShopTelemetry.TraceId;

    static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (ShopException e) when (PageOf(e) == ErrorPage.SignIn && !http.Response.HasStarted)
        {
            await http.ChallengeAsync();
        }
        catch (ShopException e) when (PageOf(e) == ErrorPage.Refusal && !http.Response.HasStarted)
        {
            // With the content type of the failed page, status code pages would leave the response alone.
            http.Response.Clear();
            http.Response.StatusCode = (int)ErrorTable.Row(e.Code).Status;
            if (e.RetryAfter is { } wait)
            {
                var seconds = (int)Math.Ceiling(wait.TotalSeconds);
                http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            var logger = http.RequestServices.GetRequiredService<ILogger<Program>>();
            if (IsApiUnavailable(e))
                LogAway(logger, http.Request.Method, http.Request.Path, Reference, e.Message);
            else
            {
                LogFailed(logger, e, http.Request.Method, http.Request.Path, Reference);
                Failures.Report(new($"{http.Request.Method} {RouteOf(http)}", e, "site"));
            }
            throw;
        }
    }

    static string RouteOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path;

    static ErrorPage PageOf(ShopException refusal) => ErrorTable.Row(refusal.Code).Page;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Method} {Path} could not be shown, reference {Reference}: {Reason}")]
    static partial void LogAway(ILogger logger, string method, string path, string? reference, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, reference {Reference}")]
    static partial void LogFailed(ILogger logger, Exception e, string method, string path, string? reference);

    /// <summary>
    /// Shows the error page as a GET without antiforgery: the form and its token were meant for the failed page.
    /// </summary>
    static async Task ShowAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is null
            && http.Features.Get<IStatusCodeReExecuteFeature>() is null)
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
