using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>
/// Records which providers have stopped answering this process: it counts consecutive calls of a provider whose
/// outcome is unknown. The circuit breakers of the HTTP clients cannot be used for this: there is one per address, and
/// they expose nothing but a metric. A call rejected by an open breaker counts here like a call without an answer.
/// </summary>
public sealed class ProviderAvailability(IOptions<PaymentOptions> options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, (int InARow, DateTimeOffset Last)> _failures =
        new(StringComparer.OrdinalIgnoreCase);

    public void Answered(string provider) => _failures.TryRemove(provider, out _);

    public void Failed(string provider) =>
        _failures.AddOrUpdate(
            provider,
            (_, now) => (1, now),
            (_, known, now) => (known.InARow + 1, now),
            time.GetUtcNow());

    /// <summary>
    /// After the pause payments try the provider again. One answer brings it back, one failure restarts the pause.
    /// </summary>
    public bool IsUnavailable(string provider) =>
        _failures.TryGetValue(provider, out var known)
        && known.InARow >= options.Value.SkipAfter
        && time.GetUtcNow() - known.Last < options.Value.SkipFor;
}
