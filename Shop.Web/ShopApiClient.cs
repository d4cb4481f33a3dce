using System.Globalization;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Extensions;
using Shop.Catalog;

namespace Shop.Web;

/// <summary>The API as the pages see it. An answer is a value, "no such thing" is null, and anything else is a <see cref="HttpRequestException"/>.</summary>
sealed class ShopApiClient(HttpClient http)
{
    public const int PageSize = 24;

    public async Task<ProductPage> ProductsAsync(string? search, string? category, string? sort, int page, CancellationToken ct)
    {
        var query = new QueryBuilder { { "limit", PageSize.ToString(CultureInfo.InvariantCulture) }, { "page", page.ToString(CultureInfo.InvariantCulture) } };
        Add("search", search);
        Add("category", category);
        Add("sort", sort);

        using var response = await http.GetAsync($"/api/products{query}", ct);
        // A search that no product could match, being longer than any name or no text at all.
        if (response.StatusCode == HttpStatusCode.BadRequest)
            return new([], 0, 1);
        response.EnsureSuccessStatusCode();
        var products = await response.Content.ReadFromJsonAsync(CatalogJson.Default.ListProduct, ct) ?? [];
        var total = response.Headers.TryGetValues("X-Total-Count", out var values) ? int.Parse(values.First(), CultureInfo.InvariantCulture) : products.Count;
        return new(products, total, page);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                query.Add(name, value);
        }
    }

    public Task<Product?> ProductAsync(Guid id, CancellationToken ct) => GetAsync($"/api/products/{id}", CatalogJson.Default.Product, ct);

    public async Task<List<Category>> CategoriesAsync(CancellationToken ct) => await GetAsync("/api/categories", CatalogJson.Default.ListCategory, ct) ?? [];

    /// <summary>False when the API does not accept the address.</summary>
    public async Task<bool> WatchAsync(Guid id, string? email, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync($"/api/products/{id}/watch", new WatchRequest(email), CatalogJson.Default.WatchRequest, ct);
        if (response.StatusCode == HttpStatusCode.BadRequest)
            return false;
        response.EnsureSuccessStatusCode();
        return true;
    }

    async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        using var response = await http.GetAsync(path, ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(type, ct);
    }
}

sealed record ProductPage(List<Product> Products, int Total, int Number)
{
    public int Last => Math.Max(1, (Total + ShopApiClient.PageSize - 1) / ShopApiClient.PageSize);
}
