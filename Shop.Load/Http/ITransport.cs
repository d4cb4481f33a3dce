namespace Shop.Load.Http;

/// <summary>Sends requests to the shop under test.</summary>
interface ITransport
{
    /// <exception cref="IOException">There was no answer, or none that is HTTP.</exception>
    /// <exception cref="TimeoutException">The answer took too long.</exception>
    ValueTask<Answer> SendAsync(HttpCall call, CancellationToken ct);
}
