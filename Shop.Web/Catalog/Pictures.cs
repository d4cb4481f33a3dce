using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog;

namespace Shop.Web.Catalog;

static class Pictures
{
    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes.MapGet(ProductDrawing.Route, Picture).AllowAnonymous();

    static Results<ContentHttpResult, NotFound> Picture(string category, string sku, HttpContext http)
    {
        if (ProductDrawing.Draw(category, sku) is not { } picture)
            return TypedResults.NotFound();
        http.Response.Headers.CacheControl = ProductDrawing.CacheControl;
        return TypedResults.Text(picture, ProductDrawing.ContentType);
    }
}
