using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shop.Web.Accounts;
using Shop.Web.Carts;

namespace Shop.Web.Http;

/// <summary>
/// The API as whoever looks at the page: with their session, renewed when it has run out, or with their guest's cart. "No such thing" is null, what the API
/// refuses is the <see cref="ShopException"/> that it was there, and anything else is a <see cref="HttpRequestException"/>.
/// </summary>
sealed class ShopApiClient(IHttpClientFactory clients, SiteSession session, GuestCart cart)
{
    public const string Name = "api";

    readonly HttpClient _http = clients.CreateClient(Name);

    public async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) where T : class =>
        (await GetCountedAsync(path, type, ct))?.Value;

    /// <summary>The same with how many there are in all.</summary>
    public async Task<Counted<T>?> GetCountedAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), ct);
        return await ReadCountedAsync(response, type, ct);
    }

    /// <summary>What is the same for everybody, whoever looks: without their session and their cart.</summary>
    public async Task<Counted<T>?> GetForAllAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct) where T : class
    {
        using var response = await _http.GetAsync(path, ct);
        return await ReadCountedAsync(response, type, ct);
    }

    /// <summary>With this token and no other: an answer is under way already, and could no longer bring the browser a renewed session.</summary>
    public async Task<T?> GetAsAsync<T>(string path, JsonTypeInfo<T> type, string access, CancellationToken ct) where T : class
    {
        using var response = await SendOnceAsync(() => new(HttpMethod.Get, path), access, ct);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, type, ct);
    }

    public async Task<T> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken ct, string? idempotencyKey = null) where T : class
    {
        using var response = await SendAsync(() => Request(method, path, JsonContent.Create(body, bodyType), idempotencyKey), ct);
        return (await ReadAsync(response, type, ct))!;
    }

    /// <summary>Only if it still is what the tag was given for; with <see cref="ErrorCode.PreconditionFailed"/> it is not.</summary>
    public async Task ChangeAsync<TBody>(HttpMethod method, string path, string tag, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken ct)
    {
        using var response = await SendAsync(() => IfMatch(Request(method, path, JsonContent.Create(body, bodyType), null), tag), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    public async Task DeleteAsync(string path, string tag, CancellationToken ct)
    {
        using var response = await SendAsync(() => IfMatch(Request(HttpMethod.Delete, path, null, null), tag), ct);
        await EnsureAcceptedAsync(response, ct);
    }

    /// <summary>When the answer does not matter.</summary>
    public async Task SendAsync<TBody>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken ct)
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
        // Where the session is over, as a guest: what is open to all goes on.
        return await SendOnceAsync(create, await session.RenewAsync(access), ct);
    }

    async Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> create, string? access, CancellationToken ct)
    {
        using var request = create();
        if (access is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        if (cart.Id is { } guest)
            request.Headers.Add(GuestCart.Header, guest);
        var response = await _http.SendAsync(request, ct);
        if (response.Headers.TryGetValues(GuestCart.Header, out var given))
            cart.Keep(given.First());
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
        response.Headers.TryGetValues("X-Total-Count", out var values) && int.TryParse(values.First(), out var total) ? total : 0;

    static async Task<Counted<T>?> ReadCountedAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct) where T : class =>
        response.StatusCode == HttpStatusCode.NotFound ? null : new((await ReadAsync(response, type, ct))!, TotalOf(response));

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

    // RFC 9457: {"title":"...","status":400,"detail":"...","errors":{"email":["The email field is not a valid e-mail address."]}}
    static async Task<ShopException> RefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var problem = new Problem(null, null, null);
        try
        {
            problem = await response.Content.ReadFromJsonAsync(ProblemJson.Default.Problem, ct) ?? problem;
        }
        catch (JsonException)
        {
            // Whoever stood in between did not say it in JSON; the status says enough.
        }
        var code = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => ErrorCode.Invalid,
            HttpStatusCode.Unauthorized => ErrorCode.Unauthorized,
            HttpStatusCode.Forbidden => ErrorCode.Forbidden,
            HttpStatusCode.NotFound => ErrorCode.NotFound,
            HttpStatusCode.Conflict => ErrorCode.Conflict,
            HttpStatusCode.PreconditionFailed => ErrorCode.PreconditionFailed,
            HttpStatusCode.TooManyRequests => ErrorCode.TooManyRequests,
            // Among them 402, a payment that was declined.
            _ => ErrorCode.Unprocessable
        };
        return new(code, problem.Detail ?? problem.Title ?? $"{(int)response.StatusCode}") { Fields = problem.Errors, RetryAfter = response.Headers.RetryAfter?.Delta };
    }
}

sealed record Counted<T>(T Value, int Total);
