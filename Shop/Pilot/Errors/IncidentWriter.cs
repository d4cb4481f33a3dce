using Npgsql;

namespace Shop.Pilot.Errors;

/// <summary>
/// Commits incidents in groups: while one batch is written, the next one collects. A caller returns when the batch
/// that contains its incident is committed, so what is acknowledged is stored.
/// </summary>
public sealed class IncidentWriter(NpgsqlDataSource database) : IIncidentSink
{
    // What waits for the database, at most 64 KB each. A caller beyond that is told to come back later.
    const int MaxWaiting = 2000;
    const int MaxBatch = 500;
    // Characters of their attachments, 16 MB.
    const long MaxAttached = 8 << 20;

    readonly Lock _gate = new();
    readonly IncidentBatch _statements = new(database);
    readonly Queue<Pending> _waiting = [];
    bool _isWriting;
    long _attached;

    public async Task WriteAsync(Incident incident, CancellationToken ct)
    {
        var pending = new Pending(incident, Grouping.Of(incident));
        lock (_gate)
        {
            if (_waiting.Count >= MaxWaiting || _attached + pending.Attached > MaxAttached)
                throw Busy();
            _waiting.Enqueue(pending);
            _attached += pending.Attached;
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteAllAsync, CancellationToken.None);
            }
        }
        await pending.Committed.WaitAsync(ct);
    }

    async Task WriteAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            await WriteAsync(batch);
            try
            {
                await _statements.PruneAsync();
            }
            catch (NpgsqlException)
            {
                // The database is away. After a later batch, it is tried again.
            }
        }
    }

    List<Pending> Take()
    {
        lock (_gate)
        {
            var batch = new List<Pending>(Math.Min(_waiting.Count, MaxBatch));
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var next))
                batch.Add(next);
            _attached -= batch.Sum(pending => pending.Attached);
            _isWriting = batch.Count > 0;
            return batch;
        }
    }

    async Task WriteAsync(List<Pending> batch)
    {
        try
        {
            await _statements.WriteAsync([.. batch.Select(pending => (pending.Incident, pending.Key))]);
            foreach (var pending in batch)
                pending.Succeed();
        }
        catch (PostgresException e) when (!e.IsTransient && batch.Count > 1)
        {
            // One of them cannot be stored. The others can.
            foreach (var pending in batch)
                await WriteAsync([pending]);
        }
#pragma warning disable CA1031 // The callers get the exception.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var pending in batch)
                pending.Fail(e);
        }
    }

    static ShopException Busy() =>
        new(ErrorCode.Unavailable, "Too many errors wait for the database.", permanent: false)
        {
            RetryAfter = TimeSpan.FromSeconds(10)
        };

    sealed class Pending(Incident incident, GroupKey key)
    {
        readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Incident Incident => incident;
        public GroupKey Key => key;
        public long Attached { get; } = incident.Attachments.Sum(attachment => attachment.Text?.Length ?? 0L);
        public Task Committed => _committed.Task;

        public void Succeed() => _committed.SetResult();
        public void Fail(Exception e) => _committed.SetException(e);
    }
}
