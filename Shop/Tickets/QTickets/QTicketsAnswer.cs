namespace Shop.Tickets.QTickets;

/// <summary>
/// An answer as it came: to the path <c>orders</c> or <c>shows/5/seats</c>, with the body of the request as its filter,
/// at a time by the clock of QTickets.
/// </summary>
public sealed record QTicketsAnswer(
    QTicketsResource Resource, string Path, string Filter, DateTimeOffset At, Func<Stream> Open)
{
    /// <summary>The number of the answer in its pass.</summary>
    public int Page { get; init; } = 1;

    public static QTicketsAnswer Of(
        QTicketsResource resource, string path, string filter, DateTimeOffset at, byte[] body) =>
        new(resource, path, filter, at, () => new MemoryStream(body, writable: false));
}
