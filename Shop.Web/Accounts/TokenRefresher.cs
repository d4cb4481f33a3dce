using System.Net;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>
/// Exchanges a refresh token. A token works once, and the API ends the session when it is reused. Parallel requests, on
/// any replica, and a browser that left before it got the new cookie send the same idempotency key, so all of them get
/// the same response.
/// </summary>
sealed class TokenRefresher(IHttpClientFactory clients)
{
    /// <summary>Null when the session is over.</summary>
    public async Task<SignedIn?> RefreshAsync(string token)
    {
        using var http = clients.CreateClient(ShopApiClient.Name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/refresh")
        {
            Content = JsonContent.Create(new RefreshRequest(token), AccountsJson.Default.RefreshRequest),
            Headers = { { "Idempotency-Key", Secret.Hash(token) } }
        };
        using var response = await http.SendAsync(request);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(AccountsJson.Default.SignedIn);
    }
}
