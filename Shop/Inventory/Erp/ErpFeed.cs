using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Inventory.Erp;

/// <summary>
/// Downloads the warehouse's stock list page by page. <c>GET /erp/stock?page=1</c> returns
/// <c>{"generated_at":"2026-08-01T10:00:00Z","items":[{"sku":"TEA-IVAN-100","on_hand":120}],"page":1,"pages":1}</c>.
/// The list is accepted as a whole or not at all: half a list would look like a half-empty warehouse.
/// </summary>
public sealed class ErpFeed(HttpClient http, IOptions<ErpOptions> options)
{
    const int MaxSkuLength = 100;

    public async Task<StockList> ReadAsync(CancellationToken ct)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = await PageAsync(1, ct);
        Add(counts, first);
        for (var number = 2; number <= first.Pages; number++)
        {
            var page = await PageAsync(number, ct);
            if (page.GeneratedAt != first.GeneratedAt || page.Pages != first.Pages)
                throw new ShopException(
                    ErrorCode.Unavailable, "The ERP generated a new stock list during the download.", permanent: false);
            Add(counts, page);
        }
        return counts.Count > 0 ? new(first.GeneratedAt!.Value, counts) : throw Unusable("it is empty");
    }

    async Task<ErpPage> PageAsync(int number, CancellationToken ct)
    {
        var address = new Uri(options.Value.BaseAddress!, $"/erp/stock?page={number}");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Api-Key", options.Value.ApiKey);
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
        {
            var status = (int)response.StatusCode;
            var isTransient = status >= 500
                || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
            throw new ShopException(ErrorCode.Unavailable, $"The ERP answered {status}.", permanent: !isTransient);
        }
        try
        {
            var page = await response.Content.ReadFromJsonAsync(ErpJson.Default.ErpPage, ct);
            if (page is not { GeneratedAt: not null, Items: not null, Pages: >= 1 }
                || page.Page != number
                || page.Pages > options.Value.MaxPages)
                throw Unusable($"page {number} is incomplete or out of range");
            return page;
        }
        catch (JsonException e)
        {
            throw Unusable($"page {number} is not the expected JSON", e);
        }
    }

    static void Add(Dictionary<string, int> counts, ErpPage page)
    {
        foreach (var item in page.Items!)
            if (item is not { Sku: { Length: > 0 and <= MaxSkuLength } sku, OnHand: >= 0 and var onHand }
                || sku.Contains('\0', StringComparison.Ordinal))
                throw Unusable($"page {page.Page} has an item with an invalid SKU or count");
            else if (!counts.TryAdd(sku, onHand))
                throw Unusable($"it contains {sku} twice");
    }

    static ShopException Unusable(string reason, Exception? inner = null) =>
        new(ErrorCode.Unavailable, $"The ERP's stock list cannot be used: {reason}.", permanent: true, inner);
}

public sealed record StockList(DateTimeOffset GeneratedAt, IReadOnlyDictionary<string, int> OnHand);
