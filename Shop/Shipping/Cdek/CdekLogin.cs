using Microsoft.Extensions.Options;

namespace Shop.Shipping.Cdek;

/// <summary>The token is good for an hour and everybody's; it is fetched anew a minute early, or when CDEK does not take it any more.</summary>
public sealed class CdekLogin(IOptions<CdekOptions> options, TimeProvider time) : IDisposable
{
    readonly SemaphoreSlim _one = new(1);
    string? _token;
    DateTimeOffset _until;

    public async Task<string> TokenAsync(HttpClient http, CancellationToken ct)
    {
        if (_token is { } good && time.GetUtcNow() < _until)
            return good;
        await _one.WaitAsync(ct);
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
                throw new ShopException(ErrorCode.Unavailable, $"CDEK does not let us in: {(int)response.StatusCode}", permanent: false);
            var token = await ProviderHttp.ReadAsync("CDEK", response, CdekJson.Default.CdekToken, ct);
            if (string.IsNullOrEmpty(token.AccessToken))
                throw ProviderHttp.Unreadable("CDEK");
            _until = time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn - 60);
            return _token = token.AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Forget() => _until = default;

    public void Dispose() => _one.Dispose();
}
