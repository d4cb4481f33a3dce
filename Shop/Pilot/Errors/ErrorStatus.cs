using System.Text.Json.Serialization;

namespace Shop.Pilot.Errors;

[JsonConverter(typeof(EnumNameConverter<ErrorStatus>))]
public enum ErrorStatus
{
    New,
    Investigating,
    Confirmed,
    InProgress,
    Resolved,
    WontFix
}

/// <summary>
/// The allowed transitions of a report. A closed report is reopened first, so that its solution does not disappear by
/// accident. <see cref="Triage"/> updates a report only in the status that it has decided about.
/// </summary>
public static class ErrorTransitions
{
    static readonly ErrorStatus[] Closed = [ErrorStatus.Resolved, ErrorStatus.WontFix];

    public static ErrorStatus[] Next(ErrorStatus status) => status switch
    {
        ErrorStatus.New => [ErrorStatus.Investigating, ErrorStatus.Confirmed, ErrorStatus.InProgress, .. Closed],
        ErrorStatus.Investigating => [ErrorStatus.Confirmed, ErrorStatus.InProgress, .. Closed],
        ErrorStatus.Confirmed => [ErrorStatus.Investigating, ErrorStatus.InProgress, .. Closed],
        ErrorStatus.InProgress => [ErrorStatus.Investigating, ErrorStatus.Confirmed, .. Closed],
        ErrorStatus.Resolved or ErrorStatus.WontFix => [ErrorStatus.New],
        _ => []
    };

    public static bool IsClosed(this ErrorStatus status) => Closed.Contains(status);

    /// <summary>What to do instead of a transition that is not allowed.</summary>
    public static string Advice(ErrorStatus from, ErrorStatus to) => from.IsClosed()
        ? "Reopen it first, with the status new."
        : $"From {from.Spelling()} it goes to {string.Join(", ", Next(from).Select(next => next.Spelling()))}, "
            + $"not to {to.Spelling()}.";
}
