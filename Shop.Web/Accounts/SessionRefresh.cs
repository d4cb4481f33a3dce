using System.Net;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>
/// A refresh token is good once, and the API ends the session of one that comes again. So pages that are opened at the same time, at whichever replicas, and one whose browser left
/// before it got the new cookie, ask under the same key, and are all answered the same.
/// </summary>
sealed class SessionRefresh(IHttpClientFactory clients)
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
