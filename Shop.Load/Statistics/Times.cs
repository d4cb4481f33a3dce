using HdrHistogram;

namespace Shop.Load.Statistics;

/// <summary>Response times in a histogram of microseconds.</summary>
static class Times
{
    static readonly long Longest = (long)TimeSpan.FromMinutes(10).TotalMicroseconds;

    public static LongHistogram New() => new(Longest, 2);

    public static void Add(this LongHistogram times, TimeSpan took) =>
        times.RecordValue((long)Math.Clamp(took.TotalMicroseconds, 1, Longest));

    /// <summary>The time within which so many of a hundred requests were answered.</summary>
    public static double Milliseconds(this LongHistogram times, double percentile) =>
        times.TotalCount == 0 ? 0 : times.GetValueAtPercentile(percentile) / 1000.0;

    /// <summary>Pairs of a time in microseconds and its count.</summary>
    public static long[] Pairs(this LongHistogram times)
    {
        var pairs = new List<long>();
        foreach (var time in times.RecordedValues())
        {
            pairs.Add(time.ValueIteratedTo);
            pairs.Add(time.CountAddedInThisIterationStep);
        }
        return [.. pairs];
    }

    public static void Add(this LongHistogram times, long[] pairs)
    {
        for (var index = 0; index + 1 < pairs.Length; index += 2)
            times.RecordValueWithCount(Math.Clamp(pairs[index], 1, Longest), pairs[index + 1]);
    }
}
