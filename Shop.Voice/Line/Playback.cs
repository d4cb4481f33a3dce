using System.Runtime.InteropServices;

namespace Shop.Voice.Line;

/// <summary>
/// The audio that a call has still to play. The conversation appends it as it is synthesised, the pacer takes 20 ms at
/// a time, and an interruption clears it.
/// </summary>
sealed class Playback
{
    readonly Lock _lock = new();
    readonly Queue<ReadOnlyMemory<short>> _parts = new();
    TaskCompletionSource? _low;
    TimeSpan _lowAt;
    int _taken;
    long _waiting;
    long _firstSent;
    bool _isStopped;
    bool _isComplete;

    /// <summary>Samples a second of the call.</summary>
    public int Rate { get; set; } = 8000;

    /// <summary>The timestamp of the first frame since <see cref="Begin"/>; 0 when none was sent.</summary>
    public long FirstSent => Volatile.Read(ref _firstSent);

    public bool IsPlaying => Volatile.Read(ref _waiting) > 0;

    /// <summary>Starts a new reply, for which nothing has been sent yet.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            Drop();
            _isStopped = false;
            _firstSent = 0;
        }
    }

    /// <summary>Appended after an interruption, it is dropped until the next reply begins.</summary>
    public void Append(ReadOnlyMemory<short> samples)
    {
        lock (_lock)
        {
            if (_isStopped || samples.IsEmpty)
                return;
            _parts.Enqueue(samples);
            _waiting += samples.Length;
            _isComplete = false;
        }
    }

    /// <summary>
    /// Nothing follows soon: the rest is played even if it does not fill a frame. A part that is still being
    /// synthesised must not be torn apart by silence.
    /// </summary>
    public void Complete()
    {
        lock (_lock)
            _isComplete = true;
    }

    /// <summary>Stops at once: the frame that is being sent is the last one.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Drop();
        }
    }

    void Drop()
    {
        _parts.Clear();
        (_taken, _waiting) = (0, 0);
        SignalIfLow();
    }

    /// <summary>Ends when at most so much is left to play.</summary>
    public Task WaitUntilAsync(TimeSpan left, CancellationToken ct)
    {
        lock (_lock)
        {
            (_low, _lowAt) = (new(TaskCreationOptions.RunContinuationsAsynchronously), left);
            var waiting = _low.Task;
            SignalIfLow();
            return waiting.WaitAsync(ct);
        }
    }

    void SignalIfLow()
    {
        if (_low is { } low && _waiting <= _lowAt.TotalSeconds * Rate)
        {
            _low = null;
            low.TrySetResult();
        }
    }

    /// <summary>Fills one frame; the end is filled up with silence. False when there is none.</summary>
    public bool TryTake(Span<byte> frame, long now)
    {
        lock (_lock)
        {
            if (_waiting == 0 || (_waiting < frame.Length / sizeof(short) && !_isComplete))
                return false;
            // AudioSocket is little-endian, as every machine is on which .NET runs.
            var samples = MemoryMarshal.Cast<byte, short>(frame);
            while (samples.Length > 0 && _parts.TryPeek(out var part))
            {
                var rest = part.Span[_taken..];
                var count = Math.Min(rest.Length, samples.Length);
                rest[..count].CopyTo(samples);
                samples = samples[count..];
                _waiting -= count;
                _taken += count;
                if (_taken == part.Length)
                {
                    _parts.Dequeue();
                    _taken = 0;
                }
            }
            samples.Clear();
            if (_firstSent == 0)
                _firstSent = now;
            SignalIfLow();
            return true;
        }
    }
}
