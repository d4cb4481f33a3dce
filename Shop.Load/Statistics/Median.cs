namespace Shop.Load.Statistics;

static class Median
{
    /// <summary>The middle value, or the upper one of two. There must be one.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
