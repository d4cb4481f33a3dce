using Npgsql;
using Shop.Analytics;
using Shop.Messaging;

namespace Shop.Api.Analytics;

/// <summary>Writes events in batches: when a batch is full, when its time is up, or when the process stops.</summary>
sealed partial class FlushEvents(EventQueue queue, EventStore store, ILogger<FlushEvents> logger)
    : RestartingBackgroundService(logger)
{
    const int Batch = 500;

    static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    // The events that are not written yet. After a failure they are retried.
    readonly List<VisitorEvent> _batch = new(Batch);

    protected override async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (_batch.Count == 0)
                    await queue.WaitToReadAsync(ct);
                await FillAsync(ct);
                await WriteAsync();
                ReportRunning();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            do
            {
                Take();
                await WriteAsync();
            }
            while (!queue.IsEmpty);
        }
    }

    async Task FillAsync(CancellationToken ct)
    {
        Take();
        if (_batch.Count == Batch)
            return;
        await Task.Delay(MaxDelay, ct);
        Take();
    }

    void Take()
    {
        while (_batch.Count < Batch && queue.TryRead(out var next))
            _batch.Add(next);
    }

    // Not cancelled when the process stops: after a cancellation nobody would know whether the batch was written.
    async Task WriteAsync()
    {
        if (_batch.Count == 0)
            return;
        try
        {
            await store.AddAsync(_batch, CancellationToken.None);
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            // A retry would fail as well.
            LogRefused(_batch.Count, e.Message);
            EventQueue.Drop(_batch.Count);
        }
        _batch.Clear();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events are lost: {Reason}")]
    partial void LogRefused(int count, string reason);
}
