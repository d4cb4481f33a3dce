using FsCheck;
using FsCheck.Fluent;
using Shop.Pilot.Health;

namespace Shop.Tests.Pilot.Health;

public class AlertStateTests
{
    const int Runs = 500;

    // P: pass, F: fail, E: error, s: skipped, m: fails during maintenance. The answer has D while the check is down.
    [Theory]
    [InlineData("FF", "..")]
    [InlineData("FEF", "..D")]
    [InlineData("PPFPFPFP", "......DD")]
    [InlineData("FFPPFPPF", "....DDDD")]
    [InlineData("FPPPFPPPFPPP", "............")]
    [InlineData("FFFPPFPPFPPP", "..DDDDDDDDD.")]
    [InlineData("FFssF", "....D")]
    [InlineData("FFmmFFF", "......D")]
    [InlineData("FFFmmmPPP", "..DDDDDD.")]
    public void A_check_is_down_after_three_bad_results_of_five_and_up_after_three_good_ones(
        string results, string expected) =>
        Assert.Equal(expected, string.Concat(States(results).Select(state => state.IsDown ? 'D' : '.')));

    [Fact]
    public void Whatever_happens_changes_are_at_least_three_results_apart_and_have_their_reason() =>
        ForAll(results =>
        {
            var (wasDown, counted, sinceChange) = (false, "", 3);
            foreach (var (result, state) in results.Zip(States(results)))
            {
                if (result == 'm')
                    counted = "";
                else if (result != 's')
                    (counted, sinceChange) = (counted + (result == 'P' ? 'G' : 'B'), sinceChange + 1);
                var latest = counted[Math.Max(0, counted.Length - 5)..];
                if (state.IsDown != wasDown)
                {
                    Assert.True(result is not ('m' or 's'), "Only a result that counts changes the state.");
                    Assert.True(sinceChange >= 3, "The state flaps.");
                    sinceChange = 0;
                }
                if (latest.Count(letter => letter == 'B') >= 3)
                    Assert.True(state.IsDown || (wasDown && latest.EndsWith("GGG", StringComparison.Ordinal)));
                else if (!wasDown)
                    Assert.False(state.IsDown);
                if (wasDown && result is not ('m' or 's'))
                    Assert.Equal(!latest.EndsWith("GGG", StringComparison.Ordinal), state.IsDown);
                wasDown = state.IsDown;
            }
        });

    [Fact]
    public void Skipped_results_change_nothing() => ForAll(results => Assert.Equal(
        States(results).LastOrDefault(),
        States(string.Concat(results.Select(result => $"s{result}s"))).LastOrDefault()));

    static void ForAll(Action<string> property) => Prop
        .ForAll(
            Gen.Elements('P', 'P', 'F', 'E', 's', 'm').ListOf().Select(string.Concat).ToArbitrary(), property)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    static List<AlertState> States(string results)
    {
        var state = AlertState.New;
        var states = new List<AlertState>();
        foreach (var result in results)
        {
            var status = result switch
            {
                'P' => CheckStatus.Pass,
                'E' => CheckStatus.Error,
                's' => CheckStatus.Skip,
                _ => CheckStatus.Fail
            };
            states.Add(state = state.After(status, inMaintenance: result == 'm'));
        }
        return states;
    }
}
