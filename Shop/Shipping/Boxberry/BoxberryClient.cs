using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Shipping.Boxberry;

/// <summary>
/// One address serves everything. The method and the API key are parameters. Errors come with HTTP 200.
/// </summary>
sealed class BoxberryClient(HttpClient http, BoxberryOptions settings)
{
    /// <summary>
    /// For calls that may be retried. The runtime keeps query strings, and with them the key, out of traces and logs.
    /// </summary>
    public async Task<BoxberryAnswer> GetAsync(
        string method, Dictionary<string, string> parameters, CancellationToken ct)
    {
        var all = parameters.Prepend(new("method", method)).Prepend(new("token", settings.Token));
        var query = string.Join('&', all.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));
        using var response = await http.GetAsync(new Uri(settings.BaseAddress, $"/json.php?{query}"), ct);
        return await ReadAsync(response, ct);
    }

    public async Task<BoxberryAnswer> PostAsync(string method, string data, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("token", settings.Token),
            new("method", method),
            new("sdata", data)
        ]);
        using var response = await http.PostAsync(new Uri(settings.BaseAddress, "/json.php"), form, ct);
        return await ReadAsync(response, ct);
    }

    async Task<BoxberryAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw Failed($"{(int)response.StatusCode}", permanent: false);
        var root = await ProviderHttp.ReadAsync("Boxberry", response, BoxberryJson.Default.JsonElement, ct);
        var answer = new BoxberryAnswer(root);
        // There are no error codes: only the message tells an account problem from a parcel problem.
        if (answer.Error is { } error && IsAboutToken(error))
            throw Failed(error, permanent: false);
        return answer;
    }

    static bool IsAboutToken(string error) =>
        error.Contains("token", StringComparison.OrdinalIgnoreCase)
        || error.Contains("токен", StringComparison.OrdinalIgnoreCase);

    public ShopException Failed(string reason, bool permanent) =>
        CarrierResponse.Failed("Boxberry", reason, permanent, settings.Token);
}

sealed record BoxberryAnswer(JsonElement Root)
{
    /// <summary>{"err":"..."} or [{"err":"..."}]</summary>
    public string? Error { get; } =
        ErrorIn(Root.ValueKind == JsonValueKind.Array && Root.GetArrayLength() > 0 ? Root[0] : Root);

    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return Root.Deserialize(type) is { } value ? value : throw ProviderHttp.UnreadableResponse("Boxberry");
        }
        catch (JsonException e)
        {
            throw ProviderHttp.UnreadableResponse("Boxberry", e);
        }
    }

    static string? ErrorIn(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("err", out var error)
        && error.ToString() is { Length: > 0 } text
            ? text
            : null;
}
