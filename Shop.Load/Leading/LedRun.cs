using System.ComponentModel.DataAnnotations;
using Shop.Load.Locust;
using Shop.Load.Running;
using Shop.Load.Statistics;

namespace Shop.Load.Leading;

/// <summary>A run of all workers of a master: stages of users, and then what all workers recorded.</summary>
sealed class LedRun(MasterPage master, int workers, Action<Progress> report, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Why the run cannot be trusted. Empty if nothing happened.</summary>
    public List<string> Troubles { get; } = [];

    /// <exception cref="ValidationException">There is no master, or it has too few workers.</exception>
    public async Task<Recordings> RunAsync(
        IReadOnlyList<Stage> stages, RunRequest run, CancellationToken ct)
    {
        await AwaitWorkersAsync(ct);
        await master.AssignAsync(run, ct);
        try
        {
            await PlayAsync(stages, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Troubles.Add("The run was interrupted.");
        }
        // Also after Ctrl-C: users must not go on without anybody who watches them.
        return await CollectAsync(run.Assignment.Run, CancellationToken.None);
    }

    async Task AwaitWorkersAsync(CancellationToken ct)
    {
        MasterStatus? status = null;
        await WaitAsync(async () => (status = await master.StatusAsync(ct))?.Ready >= workers, ct);
        if (status is null)
            throw new ValidationException("No Locust master answers.");
        if (status.IsRunning)
            throw new ValidationException("A test is running already: stop it on the master's page first.");
        if (status.Ready < workers)
            throw new ValidationException($"{status.Ready} of {workers} workers have come to the master.");
    }

    async Task PlayAsync(IReadOnlyList<Stage> stages, CancellationToken ct)
    {
        var (began, end) = (time.GetTimestamp(), stages[^1].Until);
        using var timer = new PeriodicTimer(Step, time);
        var misses = 0;
        foreach (var stage in stages)
        {
            await master.SwarmAsync(stage.Users, stage.SpawnRate, ct);
            while (time.GetElapsedTime(began) < stage.Until)
            {
                await timer.WaitForNextTickAsync(ct);
                var passed = time.GetElapsedTime(began);
                var status = await master.StatusAsync(ct);
                // The page shows a new state two seconds late.
                misses = status is { IsRunning: true } || passed < TimeSpan.FromSeconds(5) ? 0 : misses + 1;
                if (misses == 3)
                {
                    Troubles.Add(status is null ? "The master has gone." : "The test was stopped on its page.");
                    return;
                }
                if (status is not null)
                    report(new(
                        passed, end - passed, status.UserCount, status.TotalRps, status.P95 ?? 0, status.Failures));
            }
        }
    }

    // The master has the last report of a worker before its recording. Its page shows the totals two seconds late.
    async Task<Recordings> CollectAsync(string run, CancellationToken ct)
    {
        var recordings = new Recordings();
        try
        {
            await master.StopAsync(ct);
            Dictionary<string, string> texts = [];
            await WaitAsync(async () => (texts = await master.RecordingsAsync(ct)).Count >= workers, ct);
            if (texts.Count < workers)
                Troubles.Add($"{texts.Count} of {workers} workers have recorded the run.");
            foreach (var text in texts.Values)
            {
                var recording = Recording.Read(text);
                if (recording.Run == run)
                    recordings.Add(recording);
                else
                    Troubles.Add($"A worker has recorded another run: {recording.Run}.");
            }
            var (sent, counted) = (recordings.Total.Requests, -1L);
            await WaitAsync(
                async () => (counted = (await master.StatusAsync(ct))?.Requests ?? -1) == sent, ct, seconds: 6);
            if (counted != sent)
                Troubles.Add($"The workers sent {sent} requests, and the master counted {counted}.");
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException or TaskCanceledException)
        {
            Troubles.Add(e.Message);
        }
        return recordings;
    }

    async Task WaitAsync(Func<Task<bool>> isThere, CancellationToken ct, int seconds = 0)
    {
        var (began, patience) = (time.GetTimestamp(), seconds > 0 ? TimeSpan.FromSeconds(seconds) : Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
        while (!await isThere() && time.GetElapsedTime(began) < patience)
            await timer.WaitForNextTickAsync(ct);
    }
}
