namespace Shop;

/// <summary>A Redis that hangs would otherwise take the caller with it. Long enough for a storm of requests, whose answers wait for processors and not for Redis.</summary>
public static class RedisPatience
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Task WithPatience(this Task answer, CancellationToken ct = default) => answer.WaitAsync(Patience, ct);

    public static Task<T> WithPatience<T>(this Task<T> answer, CancellationToken ct = default) => answer.WaitAsync(Patience, ct);
}
