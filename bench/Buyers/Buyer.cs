using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Buyers;

/// <summary>
/// A customer places an order, starts its payment and confirms it. Like the site, a customer retries a failed call
/// after a second; after five attempts they leave.
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
        var body = new
        {
            shipping_address = new
            {
                first_name = "А",
                last_name = "К",
                street = "Лесная, 5",
                city = "Казань",
                postal_code = "420000"
            },
            items = new[] { new { product_id = goods, quantity = 1 } }
        };
        var order = await TryAsync(Places, "/api/orders", body, idempotencyKey: $"{Guid.CreateVersion7()}");
        if (order is null)
            return;
        var id = (string)order["id"]!;
        Console.WriteLine(id);
        if (await PayAsync(id, (decimal)order["total"]!, provider))
            Whole.Add(Stopwatch.GetElapsedTime(began));
        else
            Whole.GivenUp();
    }

    async Task<bool> PayAsync(string order, decimal amount, string provider)
    {
        var payment = await TryAsync(Payments, "/api/payments/create", new
        {
            order_id = order,
            amount,
            currency = "RUB",
            payment_method = "bank_card",
            return_url = "https://shop.example/",
            provider
        });
        if (payment is null)
            return false;
        var confirmation = new { payment_id = (string)payment["id"]!, confirmation_token = "ok" };
        return await TryAsync(Confirmations, "/api/payments/confirm", confirmation) is not null;
    }

    async Task<JsonObject?> TryAsync(Calls calls, string path, object body, string? idempotencyKey = null)
    {
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            if (idempotencyKey is not null)
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            using var response = await shop.SendAsync(request);
            calls.Add(Stopwatch.GetElapsedTime(began));
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadFromJsonAsync<JsonObject>();
            calls.Refused((int)response.StatusCode);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        return null;
    }
}
