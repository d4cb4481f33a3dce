using Shop.Pilot.Errors;

namespace LabelledErrors;

/// <summary>
/// Code that throws. The label names the place that somebody has to change, and is given by who wrote the code, not by
/// the rules. Two bugs with one label are one place that is reached in two ways.
/// </summary>
sealed record Bug(string Label, Func<Values, Task> Throw, string? Route = null)
{
    public static Bug Of(string label, Action<Values> action, string? route = null) => new(
        label,
        values =>
        {
            action(values);
            return Task.CompletedTask;
        },
        route);
}

/// <summary>An occurrence, and the bug that it is one of.</summary>
public sealed record Labelled(string Label, Incident Incident);
