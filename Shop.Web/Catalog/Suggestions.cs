using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web.Components.Pages.Catalog;

namespace Shop.Web.Catalog;

/// <summary>What the search may mean while it is being typed: a part of a page for wwwroot/site.js, fed by the list that the catalog shows.</summary>
static class Suggestions
{
    const int Shown = 6;
    const int Shortest = 2;

    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/suggest", Suggest).AllowAnonymous();

    static async Task<RazorComponentResult<SuggestionList>> Suggest(string? search, HttpResponse response, CatalogApi catalog, CancellationToken ct)
    {
        // Who types back and forth asks once.
        response.Headers.CacheControl = "private, max-age=30";
        var found = search?.Trim() is { Length: >= Shortest } text
            ? (await catalog.ProductsAsync(new(text), ct, Shown)).Value : ProductPage.Empty;
        return new(new { found.Products });
    }
}
