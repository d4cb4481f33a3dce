using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Shipping.Boxberry;

/// <summary>One address for everything; what is asked for is a parameter, and so is the key. Errors come under HTTP 200.</summary>
sealed class BoxberryClient(HttpClient http, BoxberryOptions settings)
{
    /// <summary>What may be asked again. The runtime keeps queries, and with them the key, out of its traces and logs.</summary>
    public async Task<BoxberryAnswer> GetAsync(string method, Dictionary<string, string> parameters, CancellationToken ct)
    {
        var query = string.Join('&', parameters.Prepend(new("method", method)).Prepend(new("token", settings.Token))
            .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
        using var response = await http.GetAsync(new Uri(settings.BaseAddress, $"/json.php?{query}"), ct);
        return await ReadAsync(response, ct);
    }

    public async Task<BoxberryAnswer> PostAsync(string method, string data, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent([new("token", settings.Token), new("method", method), new("sdata", data)]);
        using var response = await http.PostAsync(new Uri(settings.BaseAddress, "/json.php"), form, ct);
        return await ReadAsync(response, ct);
    }

    async Task<BoxberryAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw Failed($"{(int)response.StatusCode}", permanent: false);
        var answer = new BoxberryAnswer(await ProviderHttp.ReadAsync("Boxberry", response, BoxberryJson.Default.JsonElement, ct));
        // There are no codes: whether it is the account that is wrong or the parcel can only be read.
        if (answer.Error is { } error && (error.Contains("token", StringComparison.OrdinalIgnoreCase) || error.Contains("токен", StringComparison.OrdinalIgnoreCase)))
            throw Failed(error, permanent: false);
        return answer;
    }

    public ShopException Failed(string said, bool permanent) => CarrierAnswer.Failed("Boxberry", said, permanent, settings.Token);
}

sealed record BoxberryAnswer(JsonElement Root)
{
    /// <summary>{"err":"..."} or [{"err":"..."}]</summary>
    public string? Error { get; } = ErrorIn(Root.ValueKind == JsonValueKind.Array && Root.GetArrayLength() > 0 ? Root[0] : Root);

    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return Root.Deserialize(type) is { } value ? value : throw ProviderHttp.Unreadable("Boxberry");
        }
        catch (JsonException e)
        {
            throw ProviderHttp.Unreadable("Boxberry", e);
        }
    }

    static string? ErrorIn(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("err", out var error) && error.ToString() is { Length: > 0 } text ? text : null;
}
