namespace Shop.Messaging;

/// <summary>Counts running handlers, so that a stopping consumer can wait for them.</summary>
sealed class InFlight
{
    readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The consumer itself counts as one and leaves when it stops.
    int _count = 1;

    public Registration Enter()
    {
        Interlocked.Increment(ref _count);
        return new(this);
    }

    public async Task EmptyAsync(TimeSpan timeout)
    {
        Leave();
        await Task.WhenAny(_empty.Task, Task.Delay(timeout));
    }

    void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0)
            _empty.TrySetResult();
    }

    public readonly struct Registration(InFlight owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}
