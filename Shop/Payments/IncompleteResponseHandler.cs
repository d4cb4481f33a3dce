using System.Text.Json;

namespace Shop.Payments;

/// <summary>
/// Turns a truncated answer, or one written by a proxy, into a failed call. The HTTP client then retries it under the
/// same key while the customer is still waiting. Error responses pass unchanged.
/// </summary>
sealed class IncompleteResponseHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        // Within the timeout of the attempt: HttpClient reads the body after its handlers.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            return response;
        try
        {
            using var json = JsonDocument.Parse(body);
            return response;
        }
        catch (JsonException e)
        {
            response.Dispose();
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse,
                $"{request.RequestUri!.Authority} gave an answer that cannot be read.",
                e);
        }
    }
}
