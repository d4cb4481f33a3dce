using System.Diagnostics;
using Shop.Load.Users;

namespace Shop.Tests.Load;

public sealed class PauseClockTests : IDisposable
{
    readonly PauseClock _clock = new();

    [Fact]
    public async Task Every_pause_ends_and_none_too_early()
    {
        var random = new Random(1);
        var lengths = Enumerable.Range(0, 500).Select(_ => TimeSpan.FromMilliseconds(random.Next(300))).ToList();

        var took = await Task.WhenAll(lengths.Select(async length =>
        {
            var began = Stopwatch.GetTimestamp();
            await Begin(length, out _);
            return Stopwatch.GetElapsedTime(began);
        }));

        Assert.All(lengths.Zip(took), pause => Assert.True(pause.Second >= pause.First));
    }

    [Fact]
    public async Task Neither_a_longer_pause_nor_a_cancelled_one_keeps_others_waiting()
    {
        var hour = Begin(TimeSpan.FromHours(1), out _);
        var cancelled = Begin(TimeSpan.FromMilliseconds(10), out var timer);
        timer.Dispose();

        await Begin(TimeSpan.FromMilliseconds(20), out _);

        Assert.False(hour.IsCompleted);
        Assert.False(cancelled.IsCompleted);
    }

    Task Begin(TimeSpan length, out ITimer timer)
    {
        var end = new TaskCompletionSource();
        timer = _clock.CreateTimer(_ => end.SetResult(), null, length, Timeout.InfiniteTimeSpan);
        return end.Task;
    }

    public void Dispose() => _clock.Dispose();
}
