using System.Diagnostics;
using Shop.Load.Statistics;

namespace Shop.Load.Http;

/// <summary>
/// One visitor's requests. Each is recorded with its response time, and as failed if the status is not expected.
/// </summary>
sealed class ShopClient(ITransport transport, Recorder recorder)
{
    /// <summary>Where a visitor records what is no request, such as a call.</summary>
    public Recorder Recorder => recorder;

    /// <summary>The access token that is sent, once the visitor has signed in.</summary>
    public string? Token { get; set; }

    /// <summary>The cookies of a visitor who uses the pages.</summary>
    public CookieJar? Cookies { get; set; }

    /// <summary>
    /// When the next request is due. Its response time then counts from there: a request that a busy shop, or a busy
    /// worker, let start late was slow for whoever waited for it.
    /// </summary>
    public long? DueAt { get; set; }

    /// <summary>Sends a request. The expected statuses are no failure, as 2xx and 3xx are none.</summary>
    /// <exception cref="RequestFailedException">There was no answer, or another one than expected.</exception>
    public async Task<Answer> SendAsync(HttpCall call, CancellationToken ct, params int[] expected)
    {
        // A timer may be early by a part of a millisecond.
        var now = Stopwatch.GetTimestamp();
        var began = Math.Min(DueAt ?? now, now);
        DueAt = null;
        Answer answer;
        try
        {
            answer = await transport.SendAsync(call with { Token = call.Token ?? Token, Cookies = Cookies }, ct);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            recorder.Add(call.Method, call.Name, Stopwatch.GetElapsedTime(began), 0, e.Message);
            throw new RequestFailedException(e.Message);
        }
        var isExpected = answer.IsSuccess || expected.Contains(answer.Status);
        var error = isExpected ? null : $"{answer.Status} {ReasonOf(answer)}".TrimEnd();
        recorder.Add(call.Method, call.Name, Stopwatch.GetElapsedTime(began), answer.Length, error);
        return error is null ? answer : throw new RequestFailedException($"{call.Method} {call.Name}: {error}");
    }

    // Problem details explain themselves in their title.
    static string? ReasonOf(in Answer answer)
    {
        try
        {
            return answer.Body.IsEmpty ? null : LoadJson.Read(answer.Body, LoadJson.Default.Problem).Title;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
