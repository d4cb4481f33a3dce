namespace Shop;

/// <summary>
/// Reads the body of a provider's response within the timeout of the attempt, and not more than a provider ever sends.
/// HttpClient itself reads it after its handlers, whose timeouts are then over.
/// </summary>
public sealed class BufferedResponseHandler : DelegatingHandler
{
    const int MaxLength = 16 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxLength, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
