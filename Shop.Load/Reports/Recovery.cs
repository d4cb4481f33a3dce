using Shop.Load.Statistics;

namespace Shop.Load.Reports;

/// <summary>How soon response times are as before a spike, once it is over.</summary>
static class Recovery
{
    // Twenty requests a second have a restless p95, so a few seconds are looked at together.
    const int Window = 5;
    const double AsBefore = 1.5;

    // Below that, nobody notices a difference.
    const double Imperceptible = 20;

    /// <summary>
    /// The seconds until then, for each time that the number of users falls; at most the whole stage after it.
    /// </summary>
    public static IEnumerable<double> Of(RunResult run)
    {
        for (var i = 1; i < run.Stages.Count; i++)
        {
            if (run.Stages[i].Users < run.Stages[i - 1].Users)
                yield return After(run, i);
        }
    }

    static double After(RunResult run, int stage)
    {
        var first = run.Stages[0].Until.TotalSeconds;
        // The first half is for users to come and code to be compiled.
        var before = run.Timeline.Where(point => point.Seconds > first / 2 && point.Seconds <= first).ToList();
        if (before.Count == 0)
            return 0;
        var usual = Math.Max(Imperceptible, AsBefore * MedianOf(before));
        var fall = run.Stages[stage - 1].Until.TotalSeconds;
        var after = run.Timeline
            .Where(point => point.Seconds > fall && point.Seconds <= run.Stages[stage].Until.TotalSeconds)
            .ToList();
        for (var i = 0; i + Window <= after.Count; i++)
        {
            if (after[i].P95 <= usual && MedianOf(after.GetRange(i, Window)) <= usual)
                return Math.Max(0, after[i].Seconds - fall - 1);
        }
        return Math.Round(run.Stages[stage].Until.TotalSeconds - fall, 1);
    }

    static double MedianOf(IEnumerable<Point> points) => Median.Of(points.Select(point => point.P95));
}
