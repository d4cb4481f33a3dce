namespace Shop.Load.Statistics;

/// <summary>
/// Counts of response times, rounded as Locust does: to 1 ms below 100 ms, to 10 ms below a second, to 100 ms below ten
/// seconds, and to a second above.
/// </summary>
sealed class ResponseTimes
{
    const int Steps = 90;
    const int MaxSeconds = 600;

    // 0-99 ms, 100-990, 1,000-9,900, 10,000-600,000.
    readonly int[] _counts = new int[100 + Steps + Steps + MaxSeconds];

    public void Add(double milliseconds) => _counts[IndexOf(milliseconds)]++;

    public void Add(ResponseTimes other)
    {
        for (var index = 0; index < _counts.Length; index++)
            _counts[index] += other._counts[index];
    }

    /// <summary>The rounded times in milliseconds that occurred, in ascending order, with their counts.</summary>
    public IEnumerable<(int Milliseconds, int Count)> All
    {
        get
        {
            for (var index = 0; index < _counts.Length; index++)
            {
                if (_counts[index] > 0)
                    yield return (TimeOf(index), _counts[index]);
            }
        }
    }

    public void Clear() => Array.Clear(_counts);

    static int IndexOf(double milliseconds) => milliseconds switch
    {
        < 100 => Index(0, Round(milliseconds, 1), 1, 0),
        < 1_000 => Index(100, Round(milliseconds, 10), 10, 100),
        < 10_000 => Index(100 + Steps, Round(milliseconds, 100), 100, 1_000),
        _ => Index(100 + 2 * Steps, Math.Min(Round(milliseconds, 1_000), MaxSeconds * 1_000), 1_000, 10_000)
    };

    // 99.7 rounds to 100, which is the first index of the next step.
    static int Index(int first, int rounded, int step, int from) => first + (rounded - from) / step;

    static int Round(double milliseconds, int step) =>
        (int)Math.Round(Math.Min(milliseconds, MaxSeconds * 1_000) / step, MidpointRounding.ToEven) * step;

    static int TimeOf(int index) => index switch
    {
        < 100 => index,
        < 100 + Steps => 100 + (index - 100) * 10,
        < 100 + 2 * Steps => 1_000 + (index - 100 - Steps) * 100,
        _ => 10_000 + (index - 100 - 2 * Steps) * 1_000
    };
}
