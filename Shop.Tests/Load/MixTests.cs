using FsCheck;
using FsCheck.Fluent;
using Shop.Load.Running;
using Shop.Load.Users;

namespace Shop.Tests.Load;

public class MixTests
{
    [Fact]
    public void Users_are_shared_out_by_weight_to_the_last_one()
    {
        var mix = Mix.Of(100, new Dictionary<string, int> { ["A"] = 60, ["B"] = 20, ["C"] = 10, ["D"] = 0 });

        Assert.Equal(new() { ["A"] = 67, ["B"] = 22, ["C"] = 11, ["D"] = 0 }, mix);
    }

    [Fact]
    public void Counts_always_add_up_and_are_never_off_by_more_than_one() => Prop.ForAll(
        Gen.Choose(0, 500).ToArbitrary(),
        Gen.Choose(0, 60).ListOf(4).Where(weights => weights.Sum() > 0).ToArbitrary(),
        (users, weights) =>
        {
            var byName = weights.Select((weight, i) => ($"{i}", weight)).ToDictionary();
            var mix = Mix.Of(users, byName);
            return mix.Values.Sum() == users
                && mix.All(count => Math.Abs(count.Value - users * byName[count.Key] / (double)weights.Sum()) <= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stage_is_reached_at_its_rate_from_below_and_from_above()
    {
        var stage = new Stage(TimeSpan.FromMinutes(1), Users: 50, SpawnRate: 20);
        var second = TimeSpan.FromSeconds(1);

        Assert.Equal([20, 40, 50, 50], Follow(0));
        Assert.Equal([180, 160, 140, 120], Follow(200));

        IEnumerable<int> Follow(int users)
        {
            for (var i = 0; i < 4; i++)
                yield return users = stage.UsersAfter(users, second);
        }
    }
}
