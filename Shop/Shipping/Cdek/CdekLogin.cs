using Microsoft.Extensions.Options;

namespace Shop.Shipping.Cdek;

/// <summary>
/// Caches the access token, which is valid for an hour and shared by all calls. It is renewed a minute before it
/// expires, or when CDEK rejects it.
/// </summary>
public sealed class CdekLogin(IOptions<CdekOptions> options, TimeProvider time) : IDisposable
{
    readonly SemaphoreSlim _renewLock = new(1);
    string? _token;
    DateTimeOffset _until;

    public async Task<string> TokenAsync(HttpClient http, CancellationToken ct)
    {
        if (_token is { } cached && time.GetUtcNow() < _until)
            return cached;
        await _renewLock.WaitAsync(ct);
        try
        {
            if (_token is { } fresh && time.GetUtcNow() < _until)
                return fresh;
            var settings = options.Value;
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.ClientId,
                ["client_secret"] = settings.ClientSecret
            });
            using var response = await http.PostAsync(new Uri(settings.BaseAddress, "/v2/oauth/token"), form, ct);
            if (!response.IsSuccessStatusCode)
                throw new ShopException(
                    ErrorCode.Unavailable,
                    $"CDEK rejected the login: {(int)response.StatusCode}",
                    permanent: false);
            var token = await ProviderHttp.ReadAsync("CDEK", response, CdekJson.Default.CdekToken, ct);
            if (string.IsNullOrEmpty(token.AccessToken))
                throw ProviderHttp.UnreadableResponse("CDEK");
            _until = time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn - 60);
            return _token = token.AccessToken;
        }
        finally
        {
            _renewLock.Release();
        }
    }

    public void Forget() => _until = default;

    public void Dispose() => _renewLock.Dispose();
}
