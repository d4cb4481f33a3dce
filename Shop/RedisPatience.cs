namespace Shop;

/// <summary>A Redis that hangs would otherwise take the caller with it. Long enough for a storm of requests, whose answers wait for processors and not for Redis.</summary>
public static class RedisPatience
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task WithPatience(this Task answer, CancellationToken ct = default)
    {
        try
        {
            await answer.WaitAsync(Patience, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException && !ct.IsCancellationRequested)
        {
            // What was asked last over a connection that the client then gives up: StackExchange.Redis 2 cancels it or, where its own reader is not done yet,
            // answers "Reading is not allowed after reader was completed"; 1.2 lets it wait.
            throw new TimeoutException("Redis gave no answer before its connection was given up.", e);
        }
    }

    public static async Task<T> WithPatience<T>(this Task<T> answer, CancellationToken ct = default)
    {
        await ((Task)answer).WithPatience(ct);
        return await answer;
    }
}
