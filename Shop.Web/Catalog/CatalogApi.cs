using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Caching.Hybrid;
using ServiceDefaults;
using Shop.Catalog;
using Shop.Web.Http;

namespace Shop.Web.Catalog;

/// <summary>What a list of products is asked for, as the address of the page has it.</summary>
sealed record ProductFilter(
    string? Search = null, string? Category = null, string? Sort = null, decimal? MinPrice = null,
    decimal? MaxPrice = null, bool InStock = false, int Page = 1);

sealed record ProductPage(List<Product> Products, int Total, int Number)
{
    public static ProductPage Empty => new([], 0, 1);

    public int Last => Math.Max(1, (Total + CatalogApi.PageSize - 1) / CatalogApi.PageSize);
}

/// <summary>What is rendered from an answer is cached under its key, which is null if few ask.</summary>
[ImmutableObject(true)]
sealed record CatalogAnswer<T>(T Value, string? CacheKey = null);

/// <summary>The same for everybody, so a crowd shares one answer for a quarter of a second.</summary>
sealed class CatalogApi(ShopApiClient api, HybridCache cache, CacheAdmission admission)
{
    public const int PageSize = 24;
    // The API caches for half a second. A change has to show within a second.
    public static readonly TimeSpan Expiration = TimeSpan.FromMilliseconds(250);

    public Task<CatalogAnswer<ProductPage>> ProductsAsync(
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

    public Task<CatalogAnswer<Product?>> ProductAsync(Guid id, CancellationToken ct) => ShareAsync(
        $"/api/products/{id}",
        async (path, ct) => (await api.GetForAllAsync(path, CatalogJson.Default.Product, ct))?.Value, ct);

    public Task<CatalogAnswer<List<Category>>> CategoriesAsync(CancellationToken ct) => ShareAsync(
        "/api/categories",
        async (path, ct) => (await api.GetForAllAsync(path, CatalogJson.Default.ListCategory, ct))?.Value ?? [], ct);

    async Task<CatalogAnswer<T>> ShareAsync<T>(
        string path, Func<string, CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        if (!admission.Admits(path))
            return new(await ask(path, ct));
        // Without this visitor's token: others wait for the answer even if this visitor leaves.
        var answer = cache.GetOrCreateAsync(
            path, async ct => new CatalogAnswer<T>(await ask(path, ct), $"{Guid.CreateVersion7()}"),
            cancellationToken: CancellationToken.None);
        return await answer.AsTask().WaitAsync(ct);
    }

    async Task<ProductPage> ListAsync(string path, int page, CancellationToken ct)
    {
        try
        {
            var found = await api.GetForAllAsync(path, CatalogJson.Default.ListProduct, ct);
            return new(found?.Value ?? [], found?.Total ?? 0, page);
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            // A search that no product could match, being longer than any name or no text at all; or prices the wrong way round.
            return ProductPage.Empty;
        }
    }

    /// <summary>False when the API does not accept the address.</summary>
    public async Task<bool> WatchAsync(Guid id, string? email, CancellationToken ct)
    {
        try
        {
            await api.SendAsync(HttpMethod.Post, $"/api/products/{id}/watch", new WatchRequest(email), CatalogJson.Default.WatchRequest, ct);
            return true;
        }
        catch (ShopException e) when (e.Code == ErrorCode.Invalid)
        {
            return false;
        }
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
