using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Load.Running;

/// <summary>A run without a master: stages of users, one after the other.</summary>
sealed class HeadlessRun(Crowd crowd, Recorder recorder, IReadOnlyDictionary<string, int> weights, TimeProvider time)
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>The run so far, a point for each second.</summary>
    public List<Point> Timeline { get; } = [];

    public async Task RunAsync(IReadOnlyList<Stage> stages, Action<Progress> report, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var end = stages[^1].Until;
        recorder.Duration = end;
        var users = 0;
        using var timer = new PeriodicTimer(Step, time);
        try
        {
            do
            {
                var passed = time.GetElapsedTime(began);
                if (stages.FirstOrDefault(stage => passed < stage.Until) is not { } stage)
                    break;
                users = stage.UsersAfter(users, Step);
                await crowd.ResizeAsync(Mix.Of(users, weights));
                var point = recorder.Interval.Take(passed, users);
                Timeline.Add(point);
                var total = recorder.Total();
                var rate = point.Requests / Step.TotalSeconds;
                report(new(passed, end - passed, users, rate, total.P95, total.Failures));
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C ends the run early; what was measured is still reported.
        }
        await crowd.StopAsync();
    }
}

/// <summary>How a run goes.</summary>
readonly record struct Progress(
    TimeSpan Passed,
    TimeSpan Left,
    int Users,
    double RequestsPerSecond,
    double P95,
    long Failures);
