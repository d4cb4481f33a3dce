using System.ComponentModel.DataAnnotations;
using Shop.Load.Running;

namespace Shop.Tests.Load;

public class ProfileTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "load/profiles");

    // What docs/load-testing.md promises.
    [Theory]
    [InlineData("smoke", 10, 2)]
    [InlineData("load", 100, 10)]
    [InlineData("stress", 300, 15)]
    [InlineData("spike", 200, 10)]
    [InlineData("endurance", 150, 120)]
    [InlineData("mobile", 200, 20)]
    [InlineData("voice-normal", 20, 30)]
    [InlineData("voice-peak", 50, 15)]
    [InlineData("voice-stress", 800, 10)]
    public async Task Every_profile_can_be_run(string name, int mostUsers, int minutes)
    {
        var profile = await ReadAsync(Path.Combine(Folder, $"{name}.json"));

        Assert.Equal(mostUsers, profile.Stages.Max(stage => stage.Users));
        Assert.Equal(TimeSpan.FromMinutes(minutes), profile.Scaled(1)[^1].Until);
        Assert.Equal(TimeSpan.FromMinutes(minutes) / 10, profile.Scaled(0.1)[^1].Until);
        Assert.Equal(9, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public async Task A_rehearsal_goes_through_the_same_numbers_of_users()
    {
        var spike = await ReadAsync(Path.Combine(Folder, "spike.json"));

        Assert.Equal([50, 200, 50], spike.Scaled(0.1).Select(stage => stage.Users));
        Assert.Equal([100, 500, 500], spike.Scaled(0.1).Select(stage => stage.SpawnRate));
    }

    [Theory]
    [InlineData("{}", "stages")]
    [InlineData("""{"stages":[]}""", "There are no stages")]
    [InlineData("""{"stages":[{"users":0,"spawn_rate":1,"seconds":1}]}""", "more than 0")]
    [InlineData(
        """{"stages":[{"users":1,"spawn_rate":1,"seconds":1}],"personas":{"Robot":1}}""", "There is no persona Robot")]
    [InlineData("""{"stages":[{"users":1,"spawn_rate":1,"seconds":1}],"personas":{"QuickBuyer":0}}""", "nor all 0")]
    [InlineData("""{"stages":[{"users":1,"spawnrate":1,"seconds":1}]}""", "spawnrate")]
    [InlineData("nonsense", "invalid")]
    public async Task A_profile_that_cannot_be_run_says_why(string text, string reason)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ValidationException>(() => ReadAsync(file));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    static Task<Profile> ReadAsync(string file) => Profile.ReadAsync(new(file), TestContext.Current.CancellationToken);
}
