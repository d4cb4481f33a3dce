using System.Text.Json;
using Npgsql;
using Shop.Tickets.QTickets;

namespace Shop.Tickets.Import;

/// <summary>The objects of one answer, with those that cannot be read, as far as they have ids.</summary>
sealed record Page(List<long> Ids, int Rejected);

/// <summary>
/// Puts answers into staging. While one batch is written, the next one is read: reading takes as long as writing.
/// </summary>
sealed class StagingWriter(NpgsqlConnection connection, Guid runId, ImportRequest request, ImportMetrics metrics)
{
    StagingBatch _batch = new();
    StagingBatch _spare = new();
    Task _writing = Task.CompletedTask;

    /// <summary>
    /// Reads the objects of an answer. Objects of a broken answer that came before the break are stored, which does no
    /// harm: the pass counts only whole answers.
    /// </summary>
    public async Task<Page> AddAsync(
        QTicketsAnswer answer, Func<ReadOnlyMemory<byte>, IEnumerable<StagedItem>> read, CancellationToken ct)
    {
        await using var reader = new AnswerReader(answer.Open());
        var page = new Page([], 0);
        while (await reader.NextAsync(ct) is { } json)
            try
            {
                foreach (var item in read(json))
                {
                    page.Ids.Add(item.Id);
                    await AddAsync(item, ct);
                }
            }
            catch (JsonException e)
            {
                page = page with { Rejected = page.Rejected + 1 };
                metrics.Rejected++;
                var id = ItemReader.FindId(json.Span);
                if (id is not null)
                    page.Ids.Add(id.Value);
                var subject = id is null ? answer.Path : $"{answer.Path} {id}";
                metrics.FirstRejection ??= $"{subject}: {e.Message}";
            }
        var (hash, gzip, length) = reader.Finish();
        metrics.Answers++;
        metrics.Bytes += length;
        _batch.Add(new(answer, hash, gzip));
        if (request.Record is { } folder)
            await RecordedAnswers.WriteAsync(folder, answer, ct);
        return page;
    }

    /// <summary>Notes how far the pass is once the objects read so far are stored.</summary>
    public async Task ReachedAsync(Pass pass, CancellationToken ct)
    {
        _batch.Pass = pass;
        if (_batch.IsFull)
            await WriteAsync(ct);
    }

    /// <summary>Returns when everything is stored, and the connection is free.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await WriteAsync(ct);
        await _writing;
    }

    /// <summary>Returns when the connection is free, however the last write has ended.</summary>
    public Task SettleAsync() => Task.WhenAny(_writing);

    async ValueTask AddAsync(StagedItem item, CancellationToken ct)
    {
        Count(metrics.Read, item.Resource, 1);
        if (_batch.TryAdd(item))
        {
            if (_batch.IsFull)
                await WriteAsync(ct);
            return;
        }
        await WriteAsync(ct);
        _batch.TryAdd(item);
    }

    async Task WriteAsync(CancellationToken ct)
    {
        await _writing;
        if (_batch.IsEmpty)
            return;
        (_batch, _spare) = (_spare, _batch);
        _writing = StoreAsync(_spare, ct);
    }

    async Task StoreAsync(StagingBatch batch, CancellationToken ct)
    {
        var changed = request.DryRun
            ? await StagingStore.CompareAsync(connection, batch, ct)
            : await StagingStore.StoreAsync(connection, runId, batch, ct);
        foreach (var (resource, count) in changed)
            Count(metrics.Changed, resource, count);
        batch.Clear();
    }

    static void Count(SortedDictionary<string, long> counts, QTicketsResource resource, long count)
    {
        var name = resource.Spelling();
        counts[name] = counts.GetValueOrDefault(name) + count;
    }
}
