using System.ComponentModel.DataAnnotations;
using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Load.Locust;

/// <summary>
/// Runs users as a Locust master tells it to. It lives on when the master restarts: it stops its users and is ready for
/// the next test. It knows the protocol of Locust 2.12 and of later versions, whose masters also send heartbeats.
/// </summary>
/// <param name="master">The connection to the master.</param>
/// <param name="node">The id of this worker.</param>
/// <param name="crowd">The users of a test that was started on the master's page.</param>
/// <param name="recruit">Makes the users of a run that has an assignment.</param>
/// <param name="recorder">Where the users record their requests.</param>
/// <param name="time">The clock.</param>
sealed class LocustWorker(
    MasterConnection master,
    string node,
    Crowd crowd,
    Func<Assignment, Task<Crowd>> recruit,
    Recorder recorder,
    TimeProvider time)
{
    /// <summary>How long a step of the time line takes.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    static readonly TimeSpan ReadyInterval = TimeSpan.FromSeconds(5);
    static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(3);

    readonly ProcessLoad _load = new(time);
    readonly Lock _reporting = new();
    readonly List<RecordedPoint> _points = [];
    readonly Crowd _usual = crowd;
    Crowd _crowd = crowd;
    Assignment? _assignment;
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
            RepeatAsync(ReportInterval, SendReport, end.Token),
            RepeatAsync(Step, RecordStep, end.Token)
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
        await _crowd.StopAsync();
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
            case Assignment.Message:
                await PrepareAsync(message.Assignment);
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

    // The run begins with the first user.
    async Task PrepareAsync(string? text)
    {
        try
        {
            var assignment = Assignment.Read(text ?? "");
            if (!assignment.IsAllowed)
                throw new InvalidDataException("An address is not on this machine, and is not owned.");
            await _crowd.StopAsync();
            (_assignment, _crowd, _state) = (assignment, await recruit(assignment), "ready");
        }
        catch (Exception e) when (e is InvalidDataException or ValidationException)
        {
            _assignment = null;
            Console.Error.WriteLine($"A run is refused. {e.Message}");
            master.Send(WorkerMessage.Exception(node, e));
        }
    }

    void Begin()
    {
        recorder.Duration = _assignment is null ? recorder.Duration : TimeSpan.FromSeconds(_assignment.Seconds);
        recorder.Clear();
        lock (_reporting)
            _points.Clear();
    }

    // The counts are targets, not differences. The master sends them every second while the number of users changes.
    async Task SpawnAsync(MasterMessage message)
    {
        master.Send(WorkerMessage.Nothing("spawning", node));
        if (message.Timestamp <= _lastSpawn)
            return;
        _lastSpawn = message.Timestamp;
        if (_state == "ready")
            Begin();
        _state = "spawning";
        await _crowd.ResizeAsync(message.Users);
        _state = "running";
        master.Send(WorkerMessage.SpawningComplete(node, _crowd.Counts));
    }

    // A connection that is not the first one leads to another master, or to one that has given this worker up.
    async Task IntroduceAsync()
    {
        if (_isKnown)
            await _crowd.StopAsync();
        (_isKnown, _state) = (false, "ready");
        SayReady();
    }

    async Task StopAsync()
    {
        await _crowd.StopAsync();
        SendReport();
        if (_assignment is { } assignment)
        {
            lock (_reporting)
                master.Send(WorkerMessage.Recorded(node, recorder.Record(assignment.Run, [.. _points])));
            (_assignment, _crowd) = (null, _usual);
        }
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

    void RecordStep()
    {
        if (_assignment is null || _state == "ready")
            return;
        lock (_reporting)
            _points.Add(recorder.Interval.Record(_crowd.Count));
    }

    // One at a time: a report that overtakes another would change nothing, but a half one would.
    void SendReport()
    {
        lock (_reporting)
            master.Send(WorkerMessage.Report(node, recorder, _crowd.Counts));
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
