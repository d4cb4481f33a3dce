using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Shipping.RussianPost;

/// <summary>A JSON API with two credentials: the application's and the user's.</summary>
sealed class RussianPostClient(HttpClient http, RussianPostOptions settings)
{
    public const string Carrier = "Russian Post";

    readonly string _userCredentials = ProviderHttp.Credentials(settings.Login, settings.Password);

    /// <summary>Null when the status is one of <paramref name="absent"/>.</summary>
    public async Task<TAnswer?> SendAsync<TBody, TAnswer>(
        HttpMethod method,
        string path,
        TBody? body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> type,
        HttpStatusCode[] absent,
        CancellationToken ct)
        where TAnswer : class
    {
        using var request = new HttpRequestMessage(method, new Uri(settings.BaseAddress, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("AccessToken", settings.AccessToken);
        request.Headers.Add("X-User-Authorization", $"Basic {_userCredentials}");
        // Each PUT creates another order, so it is not retried here. A later attempt first looks for the order.
        if (method == HttpMethod.Put)
            request.Options.Set(RequestHints.Repeatable, false);
        if (body is not null)
            request.Content = JsonContent.Create(body, bodyType);
        using var response = await http.SendAsync(request, ct);
        if (absent.Contains(response.StatusCode))
            return null;
        if (!response.IsSuccessStatusCode)
            throw await FailureAsync(response, ct);
        return await ProviderHttp.ReadAsync(Carrier, response, type, ct);
    }

    public Task<TAnswer?> GetAsync<TAnswer>(
        string path, JsonTypeInfo<TAnswer> type, HttpStatusCode[] absent, CancellationToken ct)
        where TAnswer : class =>
        SendAsync(HttpMethod.Get, path, null, PostJson.Default.PostError, type, absent, ct);

    /// <summary>Calls a SOAP 1.2 service. The credentials are in the body, and a fault comes with HTTP 500.</summary>
    public async Task<List<PostOperation>> HistoryAsync(string barcode, CancellationToken ct)
    {
        var request = PostHistory.Request(barcode, settings.TrackingLogin, settings.TrackingPassword);
        using var content = new StringContent(request, Encoding.UTF8, "application/soap+xml");
        using var response = await http.PostAsync(new Uri(settings.TrackingAddress, "/rtm34"), content, ct);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError))
            throw Failed($"{(int)response.StatusCode}", permanent: false);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var (operations, fault) = await PostHistory.ReadAsync(body, ct);
        return fault is null ? operations : throw Failed(fault, permanent: false);
    }

    public ShopException Failed(string reason, bool permanent) => CarrierResponse.Failed(
        Carrier,
        reason,
        permanent,
        settings.AccessToken,
        _userCredentials,
        settings.Password,
        settings.TrackingPassword);

    async Task<ShopException> FailureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var error = await ProviderHttp.ReadOrNullAsync(response, PostJson.Default.PostError, ct);
        var reason = error?.Desc
            ?? error?.Message
            ?? error?.Error
            ?? error?.SubCode
            ?? error?.Code
            ?? response.ReasonPhrase;
        var isPermanent = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound;
        return Failed($"{(int)response.StatusCode}: {reason}", isPermanent);
    }
}
