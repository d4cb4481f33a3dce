namespace Shop.Load.Statistics;

/// <summary>How often something happened in each second.</summary>
sealed class SecondCounts
{
    readonly List<(long Second, int Count)> _counts = [];

    public IReadOnlyList<(long Second, int Count)> All => _counts;

    public void Add(DateTimeOffset at) => Add(at.ToUnixTimeSeconds(), 1);

    public void Add(SecondCounts other)
    {
        foreach (var (second, count) in other._counts)
            Add(second, count);
    }

    public void Clear() => _counts.Clear();

    void Add(long second, int count)
    {
        // Nearly always the last one: requests end in the order of time, give or take a thread switch.
        for (var i = _counts.Count - 1; i >= 0; i--)
        {
            if (_counts[i].Second != second)
                continue;
            _counts[i] = (second, _counts[i].Count + count);
            return;
        }
        _counts.Add((second, count));
    }
}
