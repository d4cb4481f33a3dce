namespace Shop;

/// <summary>
/// What went wrong where nobody gets the exception: a request that answered 500, a task, a dead letter. The work is a
/// route or a name.
/// </summary>
public sealed record Failure(string Work, Exception Exception, string Module, Guid? User = null)
{
    public string? TraceId { get; } = ShopTelemetry.TraceId;
}

/// <summary>Modules tell of failures here without knowing who listens. Without a listener, nothing happens.</summary>
public static class Failures
{
    public static event Action<Failure>? Happened;

    public static void Report(Failure failure) => Happened?.Invoke(failure);
}
