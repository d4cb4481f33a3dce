using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Shop.Inventory.Erp;

/// <summary>
/// The warehouse's stock list, page by page: <c>GET /erp/stock?page=1</c> answers
/// <c>{"generated_at":"2026-08-01T10:00:00Z","items":[{"sku":"TEA-IVAN-100","on_hand":120}],"page":1,"pages":1}</c>.
/// It is taken as a whole or not at all: half a list would look like a half-empty warehouse.
/// </summary>
public sealed class ErpFeed(HttpClient http, IOptions<ErpOptions> options)
{
    const int LongestSku = 100;

    public async Task<StockList> ReadAsync(CancellationToken ct)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = await PageAsync(1, ct);
        Add(counts, first);
        for (var number = 2; number <= first.Pages; number++)
        {
            var page = await PageAsync(number, ct);
            if (page.GeneratedAt != first.GeneratedAt || page.Pages != first.Pages)
                throw new ShopException(ErrorCode.Unavailable, "The ERP made a new list while the old one was being read.", permanent: false);
            Add(counts, page);
        }
        return counts.Count > 0 ? new(first.GeneratedAt!.Value, counts) : throw Nonsense("it is empty");
    }

    async Task<ErpPage> PageAsync(int number, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Value.BaseAddress!, $"/erp/stock?page={number}"));
        request.Headers.Add("X-Api-Key", options.Value.ApiKey);
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
        {
            var mayPass = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
            throw new ShopException(ErrorCode.Unavailable, $"The ERP answered {(int)response.StatusCode}.", permanent: !mayPass);
        }
        try
        {
            var page = await response.Content.ReadFromJsonAsync(ErpJson.Default.ErpPage, ct);
            return page is { GeneratedAt: not null, Items: not null, Pages: >= 1 } && page.Page == number && page.Pages <= options.Value.MostPages
                ? page
                : throw Nonsense($"page {number} lacks what a page has");
        }
        catch (JsonException e)
        {
            throw Nonsense($"page {number} is not the JSON agreed on", e);
        }
    }

    static void Add(Dictionary<string, int> counts, ErpPage page)
    {
        foreach (var item in page.Items!)
            if (item is not { Sku: { Length: > 0 and <= LongestSku } sku, OnHand: >= 0 and var onHand } || sku.Contains('\0', StringComparison.Ordinal))
                throw Nonsense($"page {page.Page} has an item without a SKU or with no possible number");
            else if (!counts.TryAdd(sku, onHand))
                throw Nonsense($"{sku} is in it twice");
    }

    static ShopException Nonsense(string what, Exception? inner = null) =>
        new(ErrorCode.Unavailable, $"The ERP's stock list cannot be used: {what}.", permanent: true, inner);
}

public sealed record StockList(DateTimeOffset GeneratedAt, IReadOnlyDictionary<string, int> OnHand);
