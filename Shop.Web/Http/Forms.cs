using Microsoft.AspNetCore.Antiforgery;

namespace Shop.Web.Http;

static class Forms
{
    /// <summary>Maps a form that redirects. A form that shows validation errors is handled by its page.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapPost(pattern, handler).WithMetadata(new RequireAntiforgeryTokenAttribute());

    /// <summary>
    /// Rejects forged forms. It runs before authentication: the token names no user (<c>FormToken</c>), and a
    /// forged form must not redirect to the login page.
    /// </summary>
    public static void UseForms(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.Use((http, next) =>
        {
            if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } refused)
                return next(http);
            // The token is read from the form, which may be too large.
            http.Response.StatusCode = refused.Error?.InnerException is BadHttpRequestException unread
                ? unread.StatusCode
                : StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }
}
