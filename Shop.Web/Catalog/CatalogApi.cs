using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Caching.Hybrid;
using ServiceDefaults;
using Shop.Catalog;
using Shop.Web.Http;

namespace Shop.Web.Catalog;

/// <summary>The filter of the product list, as in the query string of the page.</summary>
sealed record ProductFilter(
    string? Search = null, string? Category = null, string? Sort = null, decimal? MinPrice = null,
    decimal? MaxPrice = null, bool InStock = false, int Page = 1);

sealed record ProductPage(List<Product> Products, int Total, int Number)
{
    public static ProductPage Empty => new([], 0, 1);

    public int Last => Math.Max(1, (Total + CatalogApi.PageSize - 1) / CatalogApi.PageSize);
}

/// <summary>A response with the cache key of its rendered HTML, which is null for a path with few requests.</summary>
[ImmutableObject(true)]
sealed record CatalogResponse<T>(T Value, string? CacheKey = null);

/// <summary>The catalog is the same for every visitor, so all requests share a response for 250 ms.</summary>
sealed class CatalogApi(ShopApiClient api, HybridCache cache, CacheAdmission admission)
{
    public const int PageSize = 24;
    // The API caches for 500 ms, and a change must be visible within a second.
    public static readonly TimeSpan Expiration = TimeSpan.FromMilliseconds(250);

    public Task<CatalogResponse<ProductPage>> ProductsAsync(
        ProductFilter filter, CancellationToken ct, int limit = PageSize)
    {
        var query = new QueryBuilder { { "limit", Text(limit) }, { "page", Text(filter.Page) } };
        Add("search", filter.Search);
        Add("category", filter.Category);
        Add("sort", filter.Sort);
        Add("min_price", filter.MinPrice?.ToString(CultureInfo.InvariantCulture));
        Add("max_price", filter.MaxPrice?.ToString(CultureInfo.InvariantCulture));
        Add("in_stock", filter.InStock ? "true" : null);
        var path = $"/api/products{query}";
        return ShareAsync(path, (path, ct) => ListAsync(path, filter.Page, ct), ct);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }
    }

    public Task<CatalogResponse<Product?>> ProductAsync(Guid id, CancellationToken ct) => ShareAsync(
        $"/api/products/{id}",
        async (path, ct) => (await api.GetAnonymousAsync(path, CatalogJson.Default.Product, ct))?.Value, ct);

    public Task<CatalogResponse<List<Category>>> CategoriesAsync(CancellationToken ct) => ShareAsync(
        "/api/categories",
        async (path, ct) => (await api.GetAnonymousAsync(path, CatalogJson.Default.ListCategory, ct))?.Value ?? [], ct);

    async Task<CatalogResponse<T>> ShareAsync<T>(
        string path, Func<string, CancellationToken, Task<T>> fetch, CancellationToken ct)
    {
        if (!admission.Admits(path))
            return new(await fetch(path, ct));
        // Not cancelled with this request: other visitors wait for the same response.
        var answer = cache.GetOrCreateAsync(
            path, async ct => new CatalogResponse<T>(await fetch(path, ct), $"{Guid.CreateVersion7()}"),
            cancellationToken: CancellationToken.None);
        return await answer.AsTask().WaitAsync(ct);
    }

    async Task<ProductPage> ListAsync(string path, int page, CancellationToken ct)
    {
        try
        {
            var found = await api.GetAnonymousAsync(path, CatalogJson.Default.ListProduct, ct);
            return new(found?.Value ?? [], found?.Total ?? 0, page);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            // The search is too long or not valid text, or the minimum price exceeds the maximum.
            return ProductPage.Empty;
        }
    }

    /// <summary>Returns false when the API rejects the email address.</summary>
    public async Task<bool> WatchAsync(Guid id, string? email, CancellationToken ct)
    {
        try
        {
            await api.SendAsync(
                HttpMethod.Post,
                $"/api/products/{id}/watch",
                new WatchRequest(email),
                CatalogJson.Default.WatchRequest,
                ct);
            return true;
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            return false;
        }
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
