using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Catalog;

namespace Shop.Web.Components.Pages.Catalog;

/// <summary>
/// Search suggestions while a visitor types: an HTML fragment for wwwroot/site.js, from the same list as the catalog.
/// </summary>
static class Suggestions
{
    const int MaxCount = 6;
    const int MinLength = 2;

    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/suggest", Suggest).AllowAnonymous();

    static async Task<RazorComponentResult<SuggestionList>> Suggest(
        string? search, HttpResponse response, CatalogApi catalog, CancellationToken ct)
    {
        // Deleting and retyping a letter does not send the request again.
        response.Headers.CacheControl = "private, max-age=30";
        var found = search?.Trim() is { Length: >= MinLength } text
            ? (await catalog.ProductsAsync(new(text), ct, MaxCount)).Value
            : ProductPage.Empty;
        return new(new { found.Products });
    }
}
