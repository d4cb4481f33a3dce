using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Load.Running;

/// <summary>A run without a master: stages of users, one after the other.</summary>
sealed class HeadlessRun(Crowd crowd, Recorder recorder, IReadOnlyDictionary<string, int> weights, TimeProvider time)
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public async Task RunAsync(IReadOnlyList<Stage> stages, Action<Progress> report, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var end = stages[^1].Until;
        var users = 0;
        var (requests, at) = (0L, began);
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
                var total = recorder.Total();
                var now = time.GetTimestamp();
                var rate = (total.Requests - requests) / Math.Max(0.001, time.GetElapsedTime(at, now).TotalSeconds);
                (requests, at) = (total.Requests, now);
                report(new(passed, end - passed, users, rate, total));
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
readonly record struct Progress(TimeSpan Passed, TimeSpan Left, int Users, double RequestsPerSecond, EndpointSummary Total);
