using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Accounts;

namespace Shop.Tests.Accounts;

/// <summary>A registered customer. <c>Api</c> sends the customer's token.</summary>
sealed record Customer(Guid Id, string Email, HttpClient Api, JsonObject Session)
{
    public string Access => (string)Session["access_token"]!;
    public string Refresh => (string)Session["refresh_token"]!;
}

/// <summary>Registers new accounts for tests. Each costs one password hash.</summary>
static class Customers
{
    public const string Password = "correct horse 8";

    public static string NewEmail() => $"t{Guid.CreateVersion7():N}@example.com";

    public static async Task<Customer> RegisterAsync(ShopFixture shop, CancellationToken ct, string? email = null)
    {
        email ??= NewEmail();
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/auth/register", new { email, password = Password, first_name = "Анна" }, ct);
        response.EnsureSuccessStatusCode();
        var session = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        return new((Guid)session["user"]!["id"]!, email, shop.WithToken((string)session["access_token"]!), session);
    }

    public static Task<Customer> SupportAsync(ShopFixture shop, CancellationToken ct) =>
        AsAsync(Role.Support, shop, ct);
    public static Task<Customer> StaffAsync(ShopFixture shop, CancellationToken ct) => AsAsync(Role.Staff, shop, ct);
    public static Task<Customer> AdminAsync(ShopFixture shop, CancellationToken ct) => AsAsync(Role.Admin, shop, ct);

    public static HttpClient WithToken(this ShopFixture shop, string token)
    {
        var api = shop.NewApiClient();
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return api;
    }

    static async Task<Customer> AsAsync(Role role, ShopFixture shop, CancellationToken ct)
    {
        var customer = await RegisterAsync(shop, ct);
        using var response = await shop.Admin.PutAsJsonAsync(
            $"/api/users/{customer.Id}/role", new { role = role.Spelling() }, ct);
        response.EnsureSuccessStatusCode();
        return customer;
    }
}
