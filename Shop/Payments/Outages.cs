using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>
/// Which providers have stopped answering, as this process sees it. The circuit breakers of the HTTP clients are one per address and show nothing but a
/// metric; a call that one of them refuses fails here like a call that nobody answered, so it is counted by what matters: a provider's unknown outcomes in a row.
/// </summary>
public sealed class Outages(IOptions<PaymentOptions> options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, (int InARow, DateTimeOffset Last)> _failures = new(StringComparer.OrdinalIgnoreCase);

    public void Answered(string provider) => _failures.TryRemove(provider, out _);

    public void Failed(string provider) =>
        _failures.AddOrUpdate(provider, (_, now) => (1, now), (_, known, now) => (known.InARow + 1, now), time.GetUtcNow());

    /// <summary>When the pause is over payments try it again: one answer and it is back, one more failure and it is out for as long again.</summary>
    public bool IsOut(string provider) => _failures.TryGetValue(provider, out var known)
        && known.InARow >= options.Value.SkipAfter && time.GetUtcNow() - known.Last < options.Value.SkipFor;
}
