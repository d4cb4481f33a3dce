using Shop.Load.Http;

namespace Shop.Load.Users;

/// <summary>The users who are in the shop now.</summary>
sealed class Crowd(
    IReadOnlyList<PersonaKind> kinds,
    Func<ShopClient> connect,
    TimeProvider time,
    Action<Exception> onDefect)
{
    readonly Dictionary<string, Stack<User>> _users = kinds.ToDictionary(kind => kind.Name, _ => new Stack<User>());
    readonly Lock _lock = new();

    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_lock)
                return _users.ToDictionary(users => users.Key, users => users.Value.Count);
        }
    }

    public int Count => Counts.Values.Sum();

    /// <summary>Lets users come or go until there are as many of each kind as asked for.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public async Task ResizeAsync(IReadOnlyDictionary<string, int> targets)
    {
        var unknown = targets.Keys.FirstOrDefault(name => !_users.ContainsKey(name));
        if (unknown is not null)
            throw new ArgumentException(
                $"There is no persona '{unknown}'; there are {string.Join(", ", _users.Keys)}.");
        List<User> leaving = [];
        lock (_lock)
        {
            foreach (var kind in kinds)
            {
                var users = _users[kind.Name];
                var target = targets.GetValueOrDefault(kind.Name);
                while (users.Count < target)
                    users.Push(Start(kind));
                while (users.Count > target)
                    leaving.Add(users.Pop());
            }
        }
        await LeaveAsync(leaving);
    }

    public Task StopAsync() => ResizeAsync(new Dictionary<string, int>());

    User Start(PersonaKind kind)
    {
        var end = new CancellationTokenSource();
        return new(end, Task.Run(() => LiveAsync(kind, new(), end.Token)));
    }

    static async Task LeaveAsync(List<User> users)
    {
        foreach (var user in users)
            await user.End.CancelAsync();
        foreach (var user in users)
        {
            await user.Life;
            user.End.Dispose();
        }
    }

    async Task LiveAsync(PersonaKind kind, Random random, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var persona = kind.Create(connect(), random);
            try
            {
                await PauseAsync(persona, random, ct);
                await persona.ArriveAsync(ct);
                var activities = persona.Activities;
                while (persona.Stays)
                {
                    await PauseAsync(persona, random, ct);
                    await DoAsync(activities.Choose(random), ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException)
            {
                // It is in the report. Who cannot even arrive leaves, and somebody else comes.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A defect of the persona: the others go on, and the tester sees it.
                onDefect(e);
            }
        }
    }

    static async Task DoAsync(Activity activity, CancellationToken ct)
    {
        try
        {
            await activity.DoAsync(ct);
        }
        catch (RequestFailedException)
        {
            // It is in the report. The user does something else.
        }
    }

    Task PauseAsync(Persona persona, Random random, CancellationToken ct) =>
        Task.Delay(persona.ThinkTime.Next(random), time, ct);

    sealed record User(CancellationTokenSource End, Task Life);
}
