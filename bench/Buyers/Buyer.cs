using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Buyers;

/// <summary>
/// The order, its payment, the confirmation. What fails for the moment is tried again a second later, as the site does it; after five times the customer leaves.
/// </summary>
sealed class Buyer(HttpClient shop, string goods)
{
    static readonly string[] Providers = ["yookassa", "stripe", "cloudpayments"];

    int _buyers;

    public Calls Whole { get; } = new("checkout");
    public Calls Places { get; } = new("order");
    public Calls Payments { get; } = new("payment");
    public Calls Confirmations { get; } = new("confirmation");

    public async Task BuyAsync()
    {
        var provider = Providers[Interlocked.Increment(ref _buyers) % Providers.Length];
        var began = Stopwatch.GetTimestamp();
        var address = new { first_name = "А", last_name = "К", street = "Лесная, 5", city = "Казань", postal_code = "420000" };
        var order = await TryAsync(Places, "/api/orders", new { shipping_address = address, items = new[] { new { product_id = goods, quantity = 1 } } }, $"{Guid.CreateVersion7()}");
        if (order is null)
            return;
        Console.WriteLine((string)order["id"]!);
        var payment = await TryAsync(Payments, "/api/payments/create", new { order_id = (string)order["id"]!, amount = (decimal)order["total"]!, currency = "RUB", payment_method = "bank_card", return_url = "https://shop.example/", provider });
        if (payment is not null && await TryAsync(Confirmations, "/api/payments/confirm", new { payment_id = (string)payment["id"]!, confirmation_token = "ok" }) is not null)
            Whole.Add(Stopwatch.GetElapsedTime(began));
        else
            Whole.GivenUp();
    }

    async Task<JsonObject?> TryAsync(Calls calls, string path, object body, string? key = null)
    {
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            using var answer = await shop.SendAsync(request);
            calls.Add(Stopwatch.GetElapsedTime(began));
            if (answer.IsSuccessStatusCode)
                return await answer.Content.ReadFromJsonAsync<JsonObject>();
            calls.Refused((int)answer.StatusCode);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        return null;
    }
}
