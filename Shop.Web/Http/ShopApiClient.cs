using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shop.Web.Accounts;
using Shop.Web.Carts;

namespace Shop.Web.Http;

/// <summary>
/// Calls the API on behalf of the visitor, with their session (refreshed when it expires) or their guest cart. A 404 to
/// a GET is null, any other 4xx is a <see cref="ShopException"/>, the rest is an <see cref="HttpRequestException"/>.
/// </summary>
sealed class ShopApiClient(IHttpClientFactory clients, SiteSession session, GuestCartCookie cart)
{
    public const string Name = "api";

    readonly HttpClient _http = clients.CreateClient(Name);

    public async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) where T : class =>
        (await GetCountedAsync(path, type, ct))?.Value;

    /// <summary>The response as it is, to be passed on as a file.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), ct);
        await EnsureAcceptedAsync(response, ct);
        return await response.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Also returns the total count.</summary>
    public async Task<CountedResult<T>?> GetCountedAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), ct);
        return await ReadCountedAsync(response, type, ct);
    }

    /// <summary>Gets a response that is the same for every visitor: without a session or a cart.</summary>
    public async Task<CountedResult<T>?> GetAnonymousAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        using var response = await _http.GetAsync(path, ct);
        return await ReadCountedAsync(response, type, ct);
    }

    /// <summary>
    /// Uses this token and never refreshes it: the response to the browser has started, so it cannot set a new cookie.
    /// </summary>
    public async Task<T?> GetWithTokenAsync<T>(string path, JsonTypeInfo<T> type, string access, CancellationToken ct)
        where T : class
    {
        using var response = await SendOnceAsync(() => new(HttpMethod.Get, path), access, ct);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, type, ct);
    }

    public async Task<T> SendAsync<TBody, T>(
        HttpMethod method,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<T> type,
        CancellationToken ct,
        string? idempotencyKey = null)
        where T : class
    {
        using var response = await SendAsync(
            () => Request(method, path, JsonContent.Create(body, bodyType), idempotencyKey), ct);
        return (await ReadAsync(response, type, ct))!;
    }

    /// <summary>
    /// Sends <c>If-Match</c>. Throws <see cref="ErrorCode.PreconditionFailed"/> if the resource has another ETag now.
    /// </summary>
    public async Task ChangeAsync<TBody>(
        HttpMethod method,
        string path,
        string tag,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        CancellationToken ct)
    {
        using var response = await SendAsync(
            () => IfMatch(Request(method, path, JsonContent.Create(body, bodyType), null), tag), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    public async Task DeleteAsync(string path, string tag, CancellationToken ct)
    {
        using var response = await SendAsync(() => IfMatch(Request(HttpMethod.Delete, path, null, null), tag), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    /// <summary>Ignores the response body.</summary>
    public async Task SendAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken ct)
    {
        using var response = await SendAsync(() => Request(method, path, JsonContent.Create(body, bodyType), null), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    public async Task SendAsync(HttpMethod method, string path, CancellationToken ct)
    {
        using var response = await SendAsync(() => Request(method, path, null, null), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken ct)
    {
        var access = await session.AccessAsync();
        var response = await SendOnceAsync(create, access, ct);
        if (response.StatusCode != HttpStatusCode.Unauthorized || access is null)
            return response;
        response.Dispose();
        // If the session is over, the token is null and the call goes on as a guest.
        return await SendOnceAsync(create, await session.RenewAsync(access), ct);
    }

    async Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> create, string? access, CancellationToken ct)
    {
        using var request = create();
        if (access is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        if (cart.Id is { } guest)
            request.Headers.Add(GuestCartCookie.Header, guest);
        var response = await _http.SendAsync(request, ct);
        if (response.Headers.TryGetValues(GuestCartCookie.Header, out var cartId))
            cart.Keep(cartId.First());
        return response;
    }

    static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? body, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    static HttpRequestMessage IfMatch(HttpRequestMessage request, string tag)
    {
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{tag}\"");
        return request;
    }

    static int TotalOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Total-Count", out var values) && int.TryParse(values.First(), out var total)
            ? total
            : 0;

    static async Task<CountedResult<T>?> ReadCountedAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class =>
        response.StatusCode == HttpStatusCode.NotFound
            ? null
            : new((await ReadAsync(response, type, ct))!, TotalOf(response));

    static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        await EnsureAcceptedAsync(response, ct);
        return await response.Content.ReadFromJsonAsync(type, ct);
    }

    static async Task EnsureAcceptedAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
            throw await RefusalAsync(response, ct);
        response.EnsureSuccessStatusCode();
    }

    // RFC 9457:
    // {"title":"...","status":400,"detail":"...","errors":{"email":["The email field is not a valid e-mail address."]}}
    static async Task<ShopException> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var problem = new Problem(null, null, null);
        try
        {
            problem = await response.Content.ReadFromJsonAsync(ProblemJson.Default.Problem, ct) ?? problem;
        }
        catch (JsonException)
        {
            // A proxy answered without JSON. The status is enough.
        }
        // Also 402, a declined payment, is unprocessable.
        var code = ErrorTable.CodeOf(response.StatusCode) ?? ErrorCode.Unprocessable;
        return new(code, problem.Detail ?? problem.Title ?? $"{(int)response.StatusCode}")
        {
            Fields = problem.Errors,
            RetryAfter = response.Headers.RetryAfter?.Delta
        };
    }
}

sealed record CountedResult<T>(T Value, int Total);
