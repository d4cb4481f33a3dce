namespace Shop.Load.Users;

/// <summary>How many users of each kind make up a number of users.</summary>
static class Mix
{
    /// <summary>
    /// Shares the users out by weight. What does not come out even goes to the kinds with the largest remainders, so
    /// the counts add up to <paramref name="users"/>.
    /// </summary>
    public static Dictionary<string, int> Of(int users, IReadOnlyDictionary<string, int> weights)
    {
        var all = weights.Values.Sum();
        if (all <= 0)
            throw new ArgumentException("A mix needs a persona with a weight.");
        var counts = weights.ToDictionary(weight => weight.Key, weight => users * weight.Value / all);
        var left = users - counts.Values.Sum();
        var byRemainder = weights.OrderByDescending(weight => users * weight.Value % all).ThenBy(weight => weight.Key);
        foreach (var (name, _) in byRemainder.Take(left))
            counts[name]++;
        return counts;
    }
}
