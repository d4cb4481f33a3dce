namespace Shop.Messaging;

/// <summary>Counts handlers at work, so that a stopping consumer can wait for them.</summary>
sealed class InFlight
{
    readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the consumer itself, which leaves when it stops.
    int _count = 1;

    public Guest Enter()
    {
        Interlocked.Increment(ref _count);
        return new(this);
    }

    public async Task EmptyAsync(TimeSpan patience)
    {
        Leave();
        await Task.WhenAny(_empty.Task, Task.Delay(patience));
    }

    void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _empty.TrySetResult();
    }

    public readonly struct Guest(InFlight owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}
