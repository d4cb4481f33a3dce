using System.Collections.Concurrent;
using System.Net;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>
/// A refresh token is good once, and the API ends the session of one that comes again. So pages that are opened at the same time share one refresh, and its
/// answer is kept for a while, for the browser that left before it got the new cookie.
/// </summary>
sealed class SessionRefresh(IHttpClientFactory clients, TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    readonly ConcurrentDictionary<string, Lazy<Task<SignedIn?>>> _known = new(StringComparer.Ordinal);

    /// <summary>Null when the session is over.</summary>
    public async Task<SignedIn?> RefreshAsync(string token)
    {
        var refresh = _known.GetOrAdd(token, token => new(() => AskAsync(token)));
        try
        {
            return await refresh.Value;
        }
        catch (HttpRequestException)
        {
            _known.TryRemove(new(token, refresh));
            throw;
        }
    }

    // Not with the page's token of cancellation: whoever leaves must not take the others' answer along.
    async Task<SignedIn?> AskAsync(string token)
    {
        using var http = clients.CreateClient(ShopApiClient.Name);
        using var response = await http.PostAsJsonAsync("/api/auth/refresh", new RefreshRequest(token), AccountsJson.Default.RefreshRequest, CancellationToken.None);
        _ = ForgetAsync(token);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(AccountsJson.Default.SignedIn, CancellationToken.None);
    }

    async Task ForgetAsync(string token)
    {
        await Task.Delay(Kept, time);
        _known.TryRemove(token, out _);
    }
}
