using Microsoft.Extensions.Options;
using Shop.Pilot.Errors;

namespace Shop.Api.Pilot;

/// <summary>
/// Counts in this process and not in Redis: that Redis is away is one of the errors to be reported.
/// </summary>
sealed class IntakeQuota(IOptions<IntakeOptions> options, TimeProvider time)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    readonly Dictionary<string, Quota> _byAddress = [];
    Quota _all = new(default, 0);

    /// <summary>Returns how long to wait, or null.</summary>
    public TimeSpan? Acquire(string address)
    {
        var limits = options.Value;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= _all.End)
            {
                _all = new(now + Window, 0);
                foreach (var (gone, _) in _byAddress.Where(pair => now >= pair.Value.End).ToList())
                    _byAddress.Remove(gone);
            }
            if (!_byAddress.TryGetValue(address, out var own) || now >= own.End)
                own = new(now + Window, 0);
            if (_all.Taken >= limits.EventsPerMinute)
                return _all.End - now;
            if (own.Taken >= limits.EventsPerMinuteOfAddress)
                return own.End - now;
            _all = _all with { Taken = _all.Taken + 1 };
            _byAddress[address] = own with { Taken = own.Taken + 1 };
            return null;
        }
    }

    readonly record struct Quota(DateTimeOffset End, int Taken);
}
