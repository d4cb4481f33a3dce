using Shop.Pilot.Requests;

namespace Shop.Tests.Pilot;

public class HistogramTests
{
    public static TheoryData<string> Distributions => ["uniform", "exponential", "log-normal", "two peaks"];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void A_percentile_of_a_month_is_at_most_two_percent_off(string distribution)
    {
        var random = new Random(20261101);
        var durations = new List<long>();
        var month = new Histogram();
        for (var hour = 0; hour < 30 * 24; hour++)
        {
            var histogram = new Histogram();
            for (var i = 0; i < 300; i++)
            {
                var duration = Draw(distribution, random);
                durations.Add(duration);
                histogram.Add(duration);
            }
            month.Add(histogram.ToBytes());
        }
        durations.Sort();

        Assert.Equal(durations.Count, month.Count);
        foreach (var part in (double[])[0.5, 0.9, 0.95, 0.99, 0.999])
        {
            var exact = durations[(int)Math.Ceiling(part * durations.Count) - 1];
            Assert.InRange(month.Percentile(part) / exact, 0.98, 1.02);
        }
    }

    [Fact]
    public void Durations_outside_of_the_range_count_as_its_ends()
    {
        var histogram = new Histogram();
        Assert.Equal(0, histogram.Percentile(0.5));
        histogram.Add(-1);
        histogram.Add(0);
        histogram.Add(long.MaxValue);

        Assert.Equal(3, histogram.Count);
        Assert.InRange(histogram.Percentile(0.5), 0.98, 1.02);
        Assert.InRange(histogram.Percentile(1), 0.98 * uint.MaxValue, 1.02 * uint.MaxValue);
    }

    static long Draw(string distribution, Random random) => (long)(distribution switch
    {
        "uniform" => 1_000 + 99_000 * random.NextDouble(),
        "exponential" => 500 - 20_000 * Math.Log(1 - random.NextDouble()),
        "log-normal" => 8_000 * Math.Exp(1.2 * Normal(random)),
        _ => (random.Next(10) == 0 ? 1_500_000 : 2_000) * (1 + 0.3 * random.NextDouble())
    });

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
