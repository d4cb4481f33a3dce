using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Load.Locust;

/// <summary>
/// Runs users as a Locust master tells it to. It lives on when the master restarts: it stops its users and is ready for
/// the next test. It knows the protocol of Locust 2.12 and of later versions, whose masters also send heartbeats.
/// </summary>
sealed class LocustWorker(MasterConnection master, string node, Crowd crowd, Recorder recorder, TimeProvider time)
{
    static readonly TimeSpan ReadyInterval = TimeSpan.FromSeconds(5);
    static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(3);

    readonly ProcessLoad _load = new(time);
    readonly Lock _reporting = new();
    string _state = "ready";
    double _lastSpawn;
    volatile bool _isKnown;

    /// <summary>Works until the master says quit.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] repeated =
        [
            RepeatAsync(ReadyInterval, SayReady, end.Token),
            RepeatAsync(HeartbeatInterval, SendHeartbeat, end.Token),
            RepeatAsync(ReportInterval, SendReport, end.Token)
        ];
        SayReady();
        try
        {
            await foreach (var message in master.Messages.ReadAllAsync(ct))
            {
                if (!await HandleAsync(message))
                    break;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C: the master hears of it below.
        }
        await crowd.StopAsync();
        SendReport();
        master.Send(WorkerMessage.Nothing("quit", node));
        await end.CancelAsync();
        await Task.WhenAll(repeated);
    }

    async Task<bool> HandleAsync(MasterMessage message)
    {
        switch (message.Type)
        {
            case "ack":
                _isKnown = true;
                break;
            case "spawn":
                await SpawnAsync(message);
                break;
            case "stop":
                await StopAsync();
                break;
            case MasterConnection.Connected:
                await IntroduceAsync();
                break;
            case "quit":
                return false;
        }
        return true;
    }

    // The counts are targets, not differences. The master sends them every second while the number of users changes.
    async Task SpawnAsync(MasterMessage message)
    {
        master.Send(WorkerMessage.Nothing("spawning", node));
        if (message.Timestamp <= _lastSpawn)
            return;
        _lastSpawn = message.Timestamp;
        if (_state == "ready")
            recorder.Clear();
        _state = "spawning";
        await crowd.ResizeAsync(message.Users);
        _state = "running";
        master.Send(WorkerMessage.SpawningComplete(node, crowd.Counts));
    }

    // A connection that is not the first one leads to another master, or to one that has given this worker up.
    async Task IntroduceAsync()
    {
        if (_isKnown)
            await crowd.StopAsync();
        (_isKnown, _state) = (false, "ready");
        SayReady();
    }

    async Task StopAsync()
    {
        await crowd.StopAsync();
        SendReport();
        master.Send(WorkerMessage.Nothing("client_stopped", node));
        _state = "ready";
        master.Send(WorkerMessage.Ready(node));
    }

    void SayReady()
    {
        if (!_isKnown)
            master.Send(WorkerMessage.Ready(node));
    }

    void SendHeartbeat() => master.Send(WorkerMessage.Heartbeat(node, _state, _load.Cpu(), ProcessLoad.Memory));

    // One at a time: a report that overtakes another would change nothing, but a half one would.
    void SendReport()
    {
        lock (_reporting)
            master.Send(WorkerMessage.Report(node, recorder, crowd.Counts));
    }

    async Task RepeatAsync(TimeSpan interval, Action action, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                action();
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }
}
