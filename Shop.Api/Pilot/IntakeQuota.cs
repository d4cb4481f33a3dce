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
    readonly Dictionary<string, int> _byAddress = [];
    DateTimeOffset _end;
    int _all;

    /// <summary>Returns how long to wait, or null.</summary>
    public TimeSpan? Acquire(string address)
    {
        var limits = options.Value;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= _end)
            {
                (_end, _all) = (now + Window, 0);
                _byAddress.Clear();
            }
            var ofAddress = _byAddress.GetValueOrDefault(address);
            if (_all >= limits.EventsPerMinute || ofAddress >= limits.EventsPerMinuteOfAddress)
                return _end - now;
            _all++;
            _byAddress[address] = ofAddress + 1;
            return null;
        }
    }
}
