namespace Shop.Payments;

/// <summary>Divides an amount to the kopeck.</summary>
static class Shares
{
    /// <summary>
    /// Divides the amount in proportion to the weights by the largest remainder method: the shares add up to the
    /// amount. If the amount is not more than the sum of the weights, no share exceeds its weight.
    /// </summary>
    public static decimal[] Of(decimal amount, IReadOnlyList<decimal> weights)
    {
        // 128 bits: the product of two amounts in kopecks does not fit into 64.
        var whole = Kopecks(amount);
        var parts = weights.Select(weight => Kopecks(weight) * whole).ToList();
        var total = weights.Aggregate(Int128.Zero, (sum, weight) => sum + Kopecks(weight));
        var shares = parts.ConvertAll(part => part / total);
        var left = (int)(whole - shares.Aggregate(Int128.Zero, (sum, share) => sum + share));
        foreach (var index in Enumerable.Range(0, parts.Count).OrderByDescending(i => parts[i] % total).Take(left))
            shares[index]++;
        return [.. shares.Select(share => (decimal)share / 100)];
    }

    static Int128 Kopecks(decimal amount) => (Int128)(amount * 100);
}
