using Microsoft.AspNetCore.Antiforgery;

namespace Shop.Web.Http;

static class Forms
{
    /// <summary>A button's own form, as opposed to one that a page shows again with what was wrong in it. One from elsewhere is refused.</summary>
    public static void MapForm(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapPost(pattern, handler).WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter(RefuseForged);

    static async ValueTask<object?> RefuseForged(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } ? await next(context) : TypedResults.BadRequest();
}
