namespace Shop.Charts;

/// <summary>Round values that divide an axis.</summary>
public static class Ticks
{
    static readonly double[] Factors = [1, 2, 5, 10];

    static readonly TimeSpan[] TimeSteps =
    [
        .. new double[] { 1, 2, 3, 4, 6, 12, 24, 48, 120, 168, 336, 720, 1440, 2160, 4320, 8760 }
            .Select(TimeSpan.FromHours)
    ];

    /// <summary>
    /// From 0 to the maximum or just above, in steps of 1, 2 or 5 times a power of ten: 0, 20, 40, 60. Counts have no
    /// steps below 1.
    /// </summary>
    public static double[] Values(double max, bool whole = false, int most = 5)
    {
        if (!(max > 0) || double.IsInfinity(max))
            return [0, 1];
        var least = max / most;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        // The tolerance: 0.6 / 3 is a bit more than 0.2.
        var step = power * Factors.First(factor => factor * power >= least * (1 - 1e-9));
        if (whole && step < 1)
            step = 1;
        var count = (int)Math.Ceiling(max / step * (1 - 1e-9));
        return [.. Enumerable.Range(0, count + 1).Select(i => i * step)];
    }

    /// <summary>Whole hours or days of Moscow time.</summary>
    public static (DateTimeOffset[] At, bool AreDays) Times(DateTimeOffset from, DateTimeOffset to, int most = 7)
    {
        var step = TimeSteps.FirstOrDefault(step => (to - from) / step <= most, TimeSteps[^1]);
        var areDays = step >= TimeSpan.FromDays(1);
        var local = ChartTexts.InMoscow(from);
        var midnight = new DateTimeOffset(local.Date, local.Offset);
        // Days begin at the first midnight in the period, hours are counted from the midnight before it.
        var tick = areDays && midnight < from ? midnight.AddDays(1) : midnight;
        var at = new List<DateTimeOffset>();
        for (; tick <= to; tick += step)
            if (tick >= from)
                at.Add(tick);
        return ([.. at], areDays);
    }
}
