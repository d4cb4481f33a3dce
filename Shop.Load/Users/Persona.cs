namespace Shop.Load.Users;

/// <summary>
/// A kind of user. A persona is one user: it arrives, then does one of its activities after the other, with a pause
/// before each, until it leaves.
/// </summary>
abstract class Persona
{
    /// <summary>The pause before an activity.</summary>
    public abstract Pause ThinkTime { get; }

    /// <summary>What this user may do. It is read once, after the arrival.</summary>
    public abstract IReadOnlyList<Activity> Activities { get; }

    /// <summary>Whether this user goes on. Another one of the same kind takes the place of one who leaves.</summary>
    public virtual bool Stays => true;

    /// <summary>What a user does first, for example sign in.</summary>
    public virtual Task ArriveAsync(CancellationToken ct) => Task.CompletedTask;
}

/// <summary>One of the things that a user does, with its share among them.</summary>
readonly record struct Activity(int Weight, Func<CancellationToken, Task> DoAsync);

/// <summary>A random time between two.</summary>
readonly record struct Pause(TimeSpan Shortest, TimeSpan Longest)
{
    public static Pause Between(double seconds, double andSeconds) =>
        new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(andSeconds));

    public TimeSpan Next(Random random) => Shortest + random.NextDouble() * (Longest - Shortest);
}

static class Activities
{
    /// <summary>Chooses an activity by weight.</summary>
    public static Activity Choose(this IReadOnlyList<Activity> activities, Random random)
    {
        var left = random.Next(activities.Sum(activity => activity.Weight));
        foreach (var activity in activities)
        {
            if ((left -= activity.Weight) < 0)
                return activity;
        }
        throw new InvalidOperationException("A persona needs an activity with a weight.");
    }
}
