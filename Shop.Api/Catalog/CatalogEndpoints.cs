using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Shop.Catalog;

namespace Shop.Api.Catalog;

static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Catalog");
        api.MapGet("/categories", Categories);
        api.MapGet("/products", Products);
        api.MapGet("/products/search", Products);
        api.MapGet("/products/{id:guid}", Product);
        api.MapPost("/products/{id:guid}/watch", Watch);
    }

    static async Task<Ok<List<Category>>> Categories(ProductStore products, CancellationToken ct) => TypedResults.Ok(await products.CategoriesAsync(ct));

    static async Task<Ok<List<Product>>> Products(HttpContext http, ProductStore products, CancellationToken ct)
    {
        var search = ProductQuery.Read(http.Request.Query);
        var (total, page) = await products.ListAsync(search, ct);
        ProductQuery.WritePaging(http, search, total);
        return TypedResults.Ok(page);
    }

    static async Task<Results<Ok<Product>, StatusCodeHttpResult, NotFound>> Product(Guid id, HttpContext http, ProductStore products, CancellationToken ct)
    {
        if (await products.FindAsync(id, ct) is not { } product)
            return TypedResults.NotFound();
        var tag = new EntityTagHeaderValue($"\"{product.Version}-{product.Quantity}\"");
        http.Response.Headers.ETag = tag.ToString();
        var isKnown = http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false));
        return isKnown ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(product);
    }

    static async Task<Results<Accepted<Watch>, NotFound>> Watch(Guid id, WatchRequest request, ProductStore products, CancellationToken ct) =>
        await products.WatchAsync(id, request.Email!, ct) is { } watch ? TypedResults.Accepted((string?)null, watch) : TypedResults.NotFound();
}
