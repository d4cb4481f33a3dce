using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ServiceDefaults;
using Shop.Accounts;
using Shop.Api.Audit;
using Shop.Api.Http;
using Shop.Catalog;
using Shop.Pilot.Requests;

namespace Shop.Api.Catalog;

static class CatalogEndpoints
{
    static readonly CountedActionAttribute Search = new(UserAction.Search) { WithQuery = "search" };

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Catalog");
        api.MapGet("/categories", Categories).CacheResponse();
        api.MapGet("/products", Products).CacheResponse().WithMetadata(Search);
        api.MapGet("/products/search", Products).CacheResponse().WithMetadata(Search);
        api.MapGet("/products/{id:guid}", Product).CacheResponse();
        api.MapPost("/products/{id:guid}/watch", Watch).LimitRate(RateLimits.Watches);

        var staff = api.MapGroup("/products").RequireRole(Role.Staff).AddEndpointFilter(ShowAtOnce);
        staff.MapPost("", Add).ProducesProblem(409);
        staff.MapPut("/{id:guid}", Replace);
        staff.MapPatch("/{id:guid}", Change);
        staff.MapDelete("/{id:guid}", Archive);
        staff.MapPut("/{id:guid}/inventory", Sell).ProducesProblem(409);

        routes.MapGet(ProductDrawing.Route, Picture).ExcludeFromDescription();
    }

    static async Task<Ok<List<Category>>> Categories(ProductStore products, CancellationToken ct) =>
        TypedResults.Ok(await products.CategoriesAsync(ct));

    static async Task<Ok<IReadOnlyList<Product>>> Products(
        [AsParameters] ProductQuery query, HttpContext http, ProductStore products, CancellationToken ct)
    {
        var search = query.Read();
        var list = await products.ListAsync(search, ct);
        ProductQuery.WritePaging(http, search, list);
        return TypedResults.Ok(list.Products);
    }

    static async Task<Results<Ok<Product>, StatusCodeHttpResult, NotFound>> Product(
        Guid id, HttpContext http, ProductStore products, CancellationToken ct)
    {
        if (await products.FindAsync(id, ct) is not { } product)
            return TypedResults.NotFound();
        var tag = WriteTag(http, product);
        var isKnown = http.Request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false));
        return isKnown ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(product);
    }

    /// <param name="id">The product.</param>
    /// <param name="request" example='{"email":"anna@example.com"}'>The address to write to.</param>
    /// <response code="429">There were too many from or to this address; Retry-After says when.</response>
    internal static async Task<Results<Accepted<Watch>, NotFound>> Watch(
        Guid id, WatchRequest request, ProductStore products, RedisSlidingWindow window,
        IOptions<RateLimitOptions> limits, CancellationToken ct)
    {
        var mails = new RateLimit(
            $"watch-mails:{Secret.Hash(request.Email!.ToLowerInvariant())}",
            limits.Value.WatchMailsPerDay,
            TimeSpan.FromDays(1));
        if (limits.Value.Enabled && await window.AcquireAsync(mails) is { } wait)
            throw RateLimits.TooMany(wait);
        return await products.WatchAsync(id, request.Email!, ct) is { } watch
            ? TypedResults.Accepted((string?)null, watch)
            : TypedResults.NotFound();
    }

    /// <param name="request" example='{"name":"Чайник «Утро»","description":"Полтора литра","price":2490.00,
    /// "sku":"HOME-KETTLE-15","quantity":40,"category":"home","attributes":{"объём":"1,5 л"}}'>The new product.</param>
    /// <response code="409">Another product has this SKU.</response>
    internal static async Task<Created<Product>> Add(
        ProductRequest request, CurrentUser user, HttpContext http, ProductEditor editor, CancellationToken ct)
    {
        var product = await editor.AddAsync(request, user.Audit(http, "product.added", ""), ct);
        WriteTag(http, product);
        return TypedResults.Created($"/api/products/{product.Id}", product);
    }

    static Task<Results<Ok<Product>, NotFound>> Replace(
        Guid id, ProductRequest request, CurrentUser user, HttpContext http, ProductEditor editor,
        CancellationToken ct) =>
        Change(id, request.ToChange(), user, http, editor, ct);

    static async Task<Results<Ok<Product>, NotFound>> Change(
        Guid id, ProductChange change, CurrentUser user, HttpContext http, ProductEditor editor, CancellationToken ct)
    {
        var act = user.Audit(http, "product.changed", $"{id}");
        if (await editor.ChangeAsync(id, change, KnownTags(http.Request), act, ct) is not { } product)
            return TypedResults.NotFound();
        WriteTag(http, product);
        return TypedResults.Ok(product);
    }

    static async Task<Results<NoContent, NotFound>> Archive(
        Guid id, CurrentUser user, HttpContext http, ProductEditor editor, CancellationToken ct)
    {
        var act = user.Audit(http, "product.archived", $"{id}");
        return await editor.ArchiveAsync(id, KnownTags(http.Request), act, ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    /// <param name="sold" example='{"quantity":2}'>The units that were sold.</param>
    /// <response code="409">The quantity exceeds the stock.</response>
    internal static async Task<Results<Ok<Product>, NotFound>> Sell(
        Guid id, UnitsSold sold, CurrentUser user, HttpContext http, ProductEditor editor, CancellationToken ct)
    {
        if (sold.ProductId is { } other && other != id)
            throw ShopException.Invalid("product_id", "must be the product in the address, or absent");
        var detail = JsonSerializer.Serialize(sold, CatalogJson.Default.UnitsSold);
        var act = user.Audit(http, "product.sold", $"{id}", detail);
        if (await editor.SellAsync(id, sold.Quantity!.Value, act, ct) is not { } product)
            return TypedResults.NotFound();
        WriteTag(http, product);
        return TypedResults.Ok(product);
    }

    static Results<ContentHttpResult, NotFound> Picture(string category, string sku, HttpContext http)
    {
        if (ProductDrawing.Draw(category, sku) is not { } picture)
            return TypedResults.NotFound();
        http.Response.Headers.CacheControl = ProductDrawing.CacheControl;
        return TypedResults.Text(picture, ProductDrawing.ContentType);
    }

    static async ValueTask<object?> ShowAtOnce(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        context.HttpContext.RequestServices.GetRequiredService<ResponseCache>().Clear();
        return result;
    }

    static EntityTagHeaderValue WriteTag(HttpContext http, Product product)
    {
        var tag = new EntityTagHeaderValue($"\"{product.Tag}\"");
        http.Response.Headers.ETag = tag.ToString();
        return tag;
    }

    // If-Match: "3-120", or * for any version. A weak tag does not identify the version that is overwritten.
    static string[]? KnownTags(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
            return null;
        var tags = request.GetTypedHeaders().IfMatch;
        return tags.Contains(EntityTagHeaderValue.Any)
            ? null
            : [.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString().Trim('"'))];
    }
}
