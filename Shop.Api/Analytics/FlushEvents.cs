using Npgsql;
using Shop.Analytics;
using Shop.Messaging;

namespace Shop.Api.Analytics;

/// <summary>Writes events in batches: when there are enough of them, or the first has waited long enough, or the process ends.</summary>
sealed partial class FlushEvents(EventQueue queue, EventStore store, ILogger<FlushEvents> logger) : Recurring(logger)
{
    const int Batch = 500;

    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // What could not be written yet, after a failure too.
    readonly List<VisitorEvent> _batch = new(Batch);

    protected override async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (_batch.Count == 0)
                    await queue.Events.WaitToReadAsync(ct);
                await FillAsync(ct);
                await WriteAsync();
                Works();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            do
            {
                Take();
                await WriteAsync();
            }
            while (queue.Events.TryPeek(out _));
        }
    }

    async Task FillAsync(CancellationToken ct)
    {
        Take();
        if (_batch.Count == Batch)
            return;
        await Task.Delay(Patience, ct);
        Take();
    }

    void Take()
    {
        while (_batch.Count < Batch && queue.Events.TryRead(out var next))
            _batch.Add(next);
    }

    // To its end, also when the process is stopping: half-way nobody would know whether it has been written.
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
            // It would be refused the next time as well.
            LogRefused(_batch.Count, e.Message);
            EventQueue.Drop(_batch.Count);
        }
        _batch.Clear();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} events are lost: {Reason}")]
    partial void LogRefused(int count, string reason);
}
