using System.Text.Json;

namespace Shop.Payments;

/// <summary>
/// An answer that breaks off, or that somebody in between has written, says as little as none: here it is none, so that the HTTP client asks again under the
/// same key while the customer still waits. What a provider refuses is left as it is.
/// </summary>
sealed class WholeAnswers : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return response;
        try
        {
            using var whole = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response;
        }
        catch (JsonException e)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, $"{request.RequestUri!.Authority} gave an answer that cannot be read.", e);
        }
    }
}
