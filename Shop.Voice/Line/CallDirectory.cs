using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using Shop.Calls;

namespace Shop.Voice.Line;

/// <summary>
/// What the dialplan tells about a call before it connects it, and asks after it has ended. The database knows it for
/// the other replicas; without it this host's own calls still work.
/// </summary>
sealed class CallDirectory(CallStore store, CallRecorder recorder) : IDisposable
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    public async Task AnnounceAsync(Guid id, string? caller, SpokenLanguage language)
    {
        Keep((id, "call"), new AnnouncedCall(caller, language));
        // Another replica may get the call, and it finds the number in the database.
        await recorder.AddAsync((store, ct) => store.AnnounceAsync(id, caller, language, ct))
            .WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task<AnnouncedCall?> FindAsync(Guid id, CancellationToken ct) =>
        _known.TryGetValue((id, "call"), out AnnouncedCall? known)
            ? known
            : await AskAsync(token => store.FindAnnouncedAsync(id, token), ct);

    public void End(Guid id, NextStop next) => Keep((id, "next"), next);

    /// <summary>An operator, unless the call is known to have come to its end.</summary>
    public async Task<NextStop> NextAsync(Guid id, CancellationToken ct) =>
        _known.TryGetValue((id, "next"), out NextStop known)
            ? known
            : await AskAsync(token => store.NextAsync(id, token), ct) ?? NextStop.Operator;

    void Keep<T>(object key, T value) => _known.Set(
        key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    static async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException
            || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            VoiceMetrics.Failed("record");
            return default;
        }
    }

    public void Dispose() => _known.Dispose();
}
