using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Shoppers;

/// <summary>The calls of all shoppers by kind.</summary>
sealed class Report
{
    const int Budget = 100;

    public Calls Register { get; } = new("registration", 400);
    public Calls SignIn { get; } = new("sign-in", 300);
    public Calls Browse { get; } = new("browse", Budget);
    public Calls Cart { get; } = new("cart", Budget);
    public Calls Checkout { get; } = new("checkout", Budget);
    public Calls Track { get; } = new("track", Budget);

    public Calls[] All => [Register, SignIn, Browse, Cart, Checkout, Track];
}

/// <summary>
/// Registers in the store dialect, and then again and again signs in, looks at products, puts them into the cart,
/// orders and looks at the order, with a person's pauses.
/// </summary>
sealed class Shopper(HttpClient shop, string[] goods, Report report)
{
    const string Password = "correct horse 8";

    readonly string _name = $"shopper-{Guid.CreateVersion7():N}";
    string? _token;

    public async Task ShopUntilAsync(CancellationToken end)
    {
        try
        {
            var account = await SendAsync(report.Register, HttpMethod.Post, "/user-api/register", new
            {
                username = _name,
                email = $"{_name}@example.com",
                password = Password
            });
            while (!end.IsCancellationRequested)
                await VisitAsync((string)account["id"]!, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The time is over.
        }
        catch (HttpRequestException)
        {
            // It is in the report; a visitor who gets an error leaves.
        }
    }

    public async Task SignInAsync()
    {
        var session = await SendAsync(
            report.SignIn, HttpMethod.Post, "/user-api/login", new { username = _name, password = Password });
        _token = (string)session["access_token"]!;
    }

    public Task RegisterAsync() => SendAsync(
        report.Register,
        HttpMethod.Post,
        "/user-api/register",
        new { username = _name, email = $"{_name}@example.com", password = Password });

    async Task VisitAsync(string id, CancellationToken end)
    {
        var product = goods[Random.Shared.Next(goods.Length)];
        var cart = $"/cart-api/cart/{id}";
        await PauseAsync(end);
        await SignInAsync();
        await PauseAsync(end);
        await SendAsync(report.Browse, HttpMethod.Get, $"/api/products?page={Random.Shared.Next(1, 5)}");
        await PauseAsync(end);
        await SendAsync(report.Browse, HttpMethod.Get, $"/api/products/{product}");
        await PauseAsync(end);
        await SendAsync(report.Cart, HttpMethod.Post, $"{cart}/add", new { product_id = product, quantity = 1 });
        await SendAsync(report.Cart, HttpMethod.Get, cart);
        await PauseAsync(end);
        var order = await SendAsync(report.Checkout, HttpMethod.Post, $"{cart}/checkout");
        await PauseAsync(end);
        await SendAsync(report.Track, HttpMethod.Get, $"/order-api/orders/{order["id"]}");
        await SendAsync(report.Track, HttpMethod.Get, $"/order-api/orders/user/{id}");
    }

    static Task PauseAsync(CancellationToken end) =>
        Task.Delay(TimeSpan.FromSeconds(1 + 2 * Random.Shared.NextDouble()), end);

    async Task<JsonNode> SendAsync(Calls calls, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (_token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var response = await shop.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            calls.Add(Stopwatch.GetElapsedTime(began));
            if (response.IsSuccessStatusCode)
                return JsonNode.Parse(text)!;
            calls.Failed($"{(int)response.StatusCode} {text}");
            throw new HttpRequestException($"{(int)response.StatusCode} {text}", null, response.StatusCode);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            calls.Failed(e.Message);
            throw;
        }
    }
}
