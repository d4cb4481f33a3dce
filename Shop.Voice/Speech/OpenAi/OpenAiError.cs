using System.Text.Json;

namespace Shop.Voice.Speech.OpenAi;

static class OpenAiError
{
    const int LongestMessage = 300;

    public static async Task ThrowIfFailedAsync(string stage, HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
            return;
        var body = await response.Content.ReadAsStringAsync(ct);
        var message = MessageOf(body);
        throw new ShopException(
            ErrorCode.Unavailable,
            $"The service of speech {stage} answered {(int)response.StatusCode}: {message}",
            permanent: false);
    }

    public static ShopException Unreadable(string stage, Exception? inner = null) => new(
        ErrorCode.Unavailable, $"The service of speech {stage} gave an answer that cannot be read.", false, inner);

    static string MessageOf(string body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(body, OpenAiJson.Default.ErrorAnswer);
            body = answer?.Error is { ValueKind: JsonValueKind.Object } error
                && error.TryGetProperty("message", out var message)
                ? message.ToString()
                : answer?.Detail?.ToString() ?? body;
        }
        catch (JsonException)
        {
            // A proxy's own page.
        }
        return body.Length > LongestMessage ? body[..LongestMessage] : body;
    }
}
