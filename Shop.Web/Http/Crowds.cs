using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Shop.Web.Http;

/// <summary>
/// What is the same for everybody, asked once for a whole crowd: whatever is wanted more than eight times within half a second is kept for a quarter of one.
/// With what the API's own hot pages may be old, that stays below a second.
/// </summary>
sealed class Crowds(TimeProvider time)
{
    const int Threshold = 8;
    const int Most = 256;
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Memory = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<string, object> _crowds = new(StringComparer.Ordinal);
    readonly ConditionalWeakTable<object, ConcurrentDictionary<string, string>> _written = [];
    int _known;

    /// <summary>What is asked for is nobody's in particular: it goes on when the visitor who happened to be the first is gone.</summary>
    public Task<T> AskAsync<T>(string what, Func<CancellationToken, Task<T>> ask, CancellationToken ct) =>
        Find<T>(what).Join(time.GetTimestamp(), () => KeepAsync(ask))?.WaitAsync(ct) ?? ask(ct);

    /// <summary>The parts of pages that have been written of this answer; null when it was for one visitor alone.</summary>
    public ConcurrentDictionary<string, string>? WrittenOf(object answer) => _written.TryGetValue(answer, out var parts) ? parts : null;

    Crowd<T> Find<T>(string what)
    {
        if (_crowds.TryGetValue(what, out var known))
            return (Crowd<T>)known;
        if (Interlocked.Increment(ref _known) > Most)
        {
            _known = 0;
            _crowds.Clear();
        }
        return (Crowd<T>)_crowds.GetOrAdd(what, static (_, time) => new Crowd<T>(time), time);
    }

    async Task<T> KeepAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        var answer = await ask(CancellationToken.None);
        if (answer is not null)
            _written.TryAdd(answer, []);
        return answer;
    }

    sealed class Crowd<T>(TimeProvider time)
    {
        readonly Lock _lock = new();
        long _since;
        int _size;
        long _askedAt;
        Task<T>? _answer;

        // Null for whoever comes alone.
        public Task<T>? Join(long now, Func<Task<T>> ask)
        {
            lock (_lock)
            {
                var age = _answer is null ? TimeSpan.MaxValue : time.GetElapsedTime(_askedAt, now);
                if (age < Fresh)
                    return _answer;
                if (time.GetElapsedTime(_since, now) > Memory)
                    (_since, _size) = (now, 0);
                if (++_size <= Threshold && age > Memory)
                    return _answer = null;
                (_askedAt, _answer) = (now, ask());
                return _answer;
            }
        }
    }
}
