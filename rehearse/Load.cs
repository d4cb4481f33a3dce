using System.Collections.Concurrent;
using System.Diagnostics;

namespace Rehearsal;

/// <summary>
/// The open model: requests begin at a rate, however slow the shop is, and none is repeated. Two in fifty are orders.
/// </summary>
sealed class Load(ShopClient client, IReadOnlyList<Account> customers, IReadOnlyList<Guid> products)
{
    public const int PerSecond = 50;

    readonly ConcurrentQueue<string> _failures = new();
    readonly ConcurrentQueue<double> _milliseconds = new();

    /// <summary>The orders that the shop has confirmed, by the key of their request.</summary>
    public ConcurrentDictionary<string, Guid> Orders { get; } = new();

    public IReadOnlyCollection<string> Failures => _failures;

    public int Requests => _milliseconds.Count + _failures.Count;

    public double Percentile(double part)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)(part * (sorted.Count - 1))];
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        List<Task> open = [];
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var early = TimeSpan.FromSeconds((double)number / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, CancellationToken.None);
            open.Add(SendAsync(number));
            if (open.Count > 1000)
                open.RemoveAll(request => request.IsCompleted);
        }
        await Task.WhenAll(open);
    }

    async Task SendAsync(int number)
    {
        var product = products[number % products.Count];
        var customer = customers[number / 25 % customers.Count];
        string? key = null;
        (HttpMethod Method, string Path, object? Body, string? Token) call = (number % 25) switch
        {
            0 => (HttpMethod.Post, "/api/orders", ShopClient.Order(product), customer.Token),
            1 or 6 or 11 => (HttpMethod.Post, "/api/cart/items", new { product_id = product, quantity = 1 }, null),
            2 or 7 or 12 or 17 => (HttpMethod.Get, $"/products/{product}", null, null),
            3 or 8 or 13 or 18 => (HttpMethod.Get, "/", null, null),
            4 or 9 or 14 => (HttpMethod.Get, "/catalog?search=Лампа", null, null),
            5 or 10 or 15 => (HttpMethod.Get, "/api/orders", null, customer.Token),
            _ => (HttpMethod.Get, $"/api/products/{product}", null, null)
        };
        if (call.Path == "/api/orders" && call.Method == HttpMethod.Post)
            key = $"rehearsal-{Guid.CreateVersion7():n}";
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(
                call.Method, call.Path, call.Body, call.Token, key, CancellationToken.None);
            var body = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode)
                _failures.Enqueue(
                    $"{call.Method} {call.Path}: {(int)answer.StatusCode} {body[..Math.Min(200, body.Length)]}");
            else
                _milliseconds.Enqueue(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (key is not null && answer.IsSuccessStatusCode)
                Orders[key] = (Guid)System.Text.Json.Nodes.JsonNode.Parse(body)!["id"]!;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            _failures.Enqueue($"{call.Method} {call.Path}: {e.Message}");
        }
    }
}
