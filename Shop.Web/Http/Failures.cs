using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Shop.Web.Http;

/// <summary>What a page could not do: the API is away, the session has ended, the form is not ours, or the page is broken.</summary>
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
            // That is written down in a line; a bug of ours with its stack.
            SuppressDiagnosticsCallback = failure => IsAway(failure.Exception)
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(RefuseAsync);
        app.Use(ShowAsync);
    }

    public static bool IsAway(Exception? failure) => failure is HttpRequestException or ShopException { Code: ErrorCode.TooManyRequests };

    static async Task RefuseAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Unauthorized && !http.Response.HasStarted)
        {
            // Whoever sent a form finds the way back by themselves; what the form wanted has not happened.
            var back = HttpMethods.IsGet(http.Request.Method) ? LocalPath.Of(http.Request) : "/";
            http.Response.Redirect($"/login?return={Uri.EscapeDataString(back)}");
        }
        catch (HttpRequestException e)
        {
            LogAway(http.RequestServices.GetRequiredService<ILogger<Program>>(), http.Request.Method, http.Request.Path, e.Message);
            throw;
        }
        catch (ShopException e) when (e.Code is ErrorCode.NotFound or ErrorCode.Forbidden && !http.Response.HasStarted)
        {
            // With the type of the page that was not to be, it would pass for one.
            http.Response.Clear();
            http.Response.StatusCode = e.Code == ErrorCode.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be shown: {Reason}")]
    static partial void LogAway(ILogger logger, string method, string path, string reason);

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
