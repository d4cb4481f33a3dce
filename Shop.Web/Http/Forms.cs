using Microsoft.AspNetCore.Antiforgery;
using Shop.Web.Components.Shared;

namespace Shop.Web.Http;

static class Forms
{
    /// <summary>A button's own form, as opposed to one that a page shows again with what was wrong in it.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapPost(pattern, handler).WithMetadata(new RequireAntiforgeryTokenAttribute());

    /// <summary>
    /// A form from elsewhere is refused. This comes before authentication: the token names no user
    /// (<see cref="FormToken"/>), and a forged form does not lead to the login.
    /// </summary>
    public static void UseForms(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.Use((http, next) =>
        {
            if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
                return next(http);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }
}
