using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;
using Shop.Tests.Orders;

namespace Shop.Tests.Http;

/// <summary>An API with low limits. Each test is a client with an address of its own.</summary>
public sealed class LimitedApi(ShopFixture shop) : IAsyncLifetime
{
    HostProcess _api = null!;

    public async ValueTask InitializeAsync() => _api = await HostProcess.StartAsync(
        "Shop.Api",
        CancellationToken.None,
        ("ASPNETCORE_ENVIRONMENT", "Staging"),
        ("ConnectionStrings__shopdb", await shop.ConnectionStringAsync("shopdb")),
        ("ConnectionStrings__redis", await shop.ConnectionStringAsync("redis")),
        ("ConnectionStrings__rabbitmq", await shop.ConnectionStringAsync("rabbitmq")),
        ("TrustedProxies__0", "127.0.0.0/8"),
        ("Payments__YooKassa__ShopId", "100500"),
        ("Payments__YooKassa__SecretKey", "test_development"),
        ("Payments__YooKassa__BaseAddress", shop.WireMock.BaseAddress!.ToString()),
        ("Shipping__Cdek__ClientId", "development"),
        ("Shipping__Cdek__ClientSecret", "cdek-secret-development"),
        ("Shipping__Cdek__BaseAddress", shop.WireMock.BaseAddress!.ToString()),
        ("Shipping__ContactPhone", "+74950000000"),
        ("Accounts__PasswordMemory", "64"),
        ("Accounts__PasswordPasses", "1"),
        ("RateLimits__RegistrationsPerHour", "2"),
        ("RateLimits__LoginsPerMinute", "2"),
        ("RateLimits__WatchesPerHour", "2"),
        ("RateLimits__WatchMailsPerDay", "2"),
        ("RateLimits__ShippingQuotesPerMinute", "2"),
        ("RateLimits__EventsPerMinute", "2"),
        ("RateLimits__PurchasesPerMinute", "20"),
        ("Orders__MaxUnpaidOrders", "2"),
        ("Orders__MaxUnpaidUnits", "5"));

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = _api.Address };
        var address = $"203.0.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();
}

public class RateLimitTests(ShopFixture shop, LimitedApi limited) : IClassFixture<LimitedApi>
{
    [Theory]
    [InlineData("/api/auth/register", new[] { 201 }, 3600)]
    [InlineData("/user-api/register", new[] { 201 }, 3600)]
    [InlineData("/api/auth/login", new[] { 401 }, 60)]
    [InlineData("/user-api/login", new[] { 401 }, 60)]
    [InlineData("/api/products/{product}/watch", new[] { 202 }, 3600)]
    // The first request to a carrier may exceed the timeout of a host that has just started.
    [InlineData("/api/shipping/calculate", new[] { 200, 422 }, 60)]
    [InlineData("/api/analytics/track", new[] { 200 }, 60)]
    public async Task A_third_request_of_one_address_is_refused_and_another_address_is_served(
        string path, int[] expected, int window)
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 1, ct);
        path = path.Replace("{product}", $"{goods.Ids[0]}", StringComparison.Ordinal);
        using var client = limited.Client();

        Assert.Contains(await StatusAsync(client), expected);
        Assert.Contains(await StatusAsync(client), expected);
        using var refused = await SendAsync(client);
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, ct);
        Assert.InRange(
            refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(window));
        using var other = limited.Client();
        Assert.Contains(await StatusAsync(other), expected);

        Task<HttpResponseMessage> SendAsync(HttpClient client)
        {
            var email = Customers.NewEmail();
            return client.PostAsJsonAsync(path, new
            {
                email,
                username = email,
                password = Customers.Password,
                type = "page_view",
                destination = new { city = "Тверь", postal_code = "170000" }
            }, ct);
        }

        async Task<int> StatusAsync(HttpClient client)
        {
            using var response = await SendAsync(client);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task One_recipient_gets_no_more_mails_about_products_from_any_number_of_addresses()
    {
        var ct = TestContext.Current.CancellationToken;
        var goods = await Goods.AddManyAsync(shop.Database, 3, ct);
        var email = Customers.NewEmail();

        var statuses = new List<HttpStatusCode>();
        foreach (var product in goods.Ids)
        {
            using var client = limited.Client();
            using var response = await client.PostAsJsonAsync($"/api/products/{product}/watch", new { email }, ct);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task An_account_has_no_more_than_the_allowed_unpaid_orders_even_at_the_same_time()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 100);
        using var api = limited.Client(purchase.Customer.Access);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PlaceAsync(api, purchase, 1, ct)));

        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.Created),
            answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.All(
            answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests),
            answer => Assert.InRange(answer.RetryAfter, TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(30)));

        var first = answers.First(answer => answer.Status == HttpStatusCode.Created).Id;
        using var cancelled = await api.PostAsJsonAsync($"/api/orders/{first}/cancel", new { }, ct);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PlaceAsync(api, purchase, 1, ct)).Status);
    }

    [Fact]
    public async Task An_account_reserves_no_more_than_the_allowed_units()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct, stock: 100);
        using var api = limited.Client(purchase.Customer.Access);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PlaceAsync(api, purchase, 6, ct)).Status);
        Assert.Equal(HttpStatusCode.Created, (await PlaceAsync(api, purchase, 3, ct)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PlaceAsync(api, purchase, 3, ct)).Status);
        Assert.Equal(HttpStatusCode.Created, (await PlaceAsync(api, purchase, 2, ct)).Status);
    }

    static async Task<(HttpStatusCode Status, string? Id, TimeSpan RetryAfter)> PlaceAsync(
        HttpClient api, Purchase purchase, int quantity, CancellationToken ct)
    {
        using var response = await api.PostAsJsonAsync("/api/orders", purchase.Order(quantity), ct);
        var body = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        return (response.StatusCode, (string?)body["id"], response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
    }
}
