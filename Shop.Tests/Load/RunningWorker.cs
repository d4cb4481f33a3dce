using Shop.Load.Http;
using Shop.Load.Locust;
using Shop.Load.Statistics;
using Shop.Load.Users;

namespace Shop.Tests.Load;

/// <summary>A worker whose users walk through a shop that is only in memory.</summary>
sealed class RunningWorker : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    readonly CancellationTokenSource _end = new();
    readonly MasterConnection _connection;
    readonly Task _running;

    public RunningWorker(int port, string persona = "Walker")
    {
        var node = $"worker_{Guid.CreateVersion7():N}";
        var recorder = new Recorder(TimeProvider.System);
        var walkers = new PersonaKind(persona, 1, (shop, _) => new Walker(shop));
        Crowd = Recruit();
        _connection = new("127.0.0.1", port, node);
        _running = new LocustWorker(
            _connection,
            node,
            Crowd,
            assignment =>
            {
                Assigned = assignment;
                return Task.FromResult(Recruit());
            },
            recorder,
            TimeProvider.System).RunAsync(_end.Token);

        Crowd Recruit() =>
            new([walkers], () => new(Shop, recorder), TimeProvider.System, e => Assert.Fail($"{e}"));
    }

    /// <summary>The users of tests without an assignment.</summary>
    public Crowd Crowd { get; }
    public FakeShop Shop { get; } = new();
    public Assignment? Assigned { get; private set; }

    public Task EndsAsync() => _running.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _connection.Dispose();
        _end.Dispose();
    }

    /// <summary>Reads requests with hardly a pause.</summary>
    sealed class Walker(ShopClient shop) : Persona
    {
        public override Pause ThinkTime { get; } = Pause.Between(0.01, 0.03);
        public override IReadOnlyList<Activity> Activities => [new(1, ct => shop.SendAsync(HttpCall.Get("/walk"), ct))];
    }
}
