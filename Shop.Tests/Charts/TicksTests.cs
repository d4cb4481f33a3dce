using Shop.Charts;

namespace Shop.Tests.Charts;

public class TicksTests
{
    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(double.NaN, "0 1")]
    [InlineData(1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(7, "0 2 4 6 8")]
    [InlineData(60, "0 20 40 60")]
    [InlineData(101, "0 50 100 150")]
    [InlineData(0.03, "0 0.01 0.02 0.03")]
    [InlineData(12_345_678, "0 5000000 10000000 15000000")]
    public void Values_are_round_and_cover_the_maximum(double max, string expected) =>
        Assert.Equal(expected, Text(Ticks.Values(max)));

    [Fact]
    public void Counts_have_no_fractions() => Assert.Equal("0 1 2", Text(Ticks.Values(2, whole: true)));

    [Fact]
    public void Times_are_whole_hours_or_days_of_Moscow()
    {
        // 01:10 in Moscow.
        var from = new DateTimeOffset(2026, 11, 26, 22, 10, 0, TimeSpan.Zero);

        var (hours, hoursAreDays) = Ticks.Times(from, from.AddDays(1), most: 6);
        Assert.False(hoursAreDays);
        Assert.Equal("04:00 08:00 12:00 16:00 20:00 00:00", Text(hours, "HH:mm"));

        var (days, areDays) = Ticks.Times(from, from.AddDays(30), most: 7);
        Assert.True(areDays);
        Assert.Equal("28.11 03.12 08.12 13.12 18.12 23.12", Text(days, "dd.MM"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(365)]
    public void There_are_never_too_many_times(int days)
    {
        var from = new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

        Assert.InRange(Ticks.Times(from, from.AddDays(days), most: 6).At.Length, 2, 7);
    }

    static string Text(double[] values) => string.Join(
        ' ', values.Select(value => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)));

    static string Text(DateTimeOffset[] times, string format) => string.Join(
        ' ', times.Select(at => at.ToString(format, System.Globalization.CultureInfo.InvariantCulture)));
}
