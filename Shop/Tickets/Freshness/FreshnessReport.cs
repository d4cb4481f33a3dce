using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Tickets.Freshness;

/// <summary>What can be stale: the imports from QTickets, the marts, and the sales themselves.</summary>
[JsonConverter(typeof(EnumNameConverter<TicketSource>))]
public enum TicketSource
{
    Events,
    Shows,
    Orders,
    Inventory,
    Marts,
    Sales
}

[JsonConverter(typeof(EnumNameConverter<FreshnessStatus>))]
public enum FreshnessStatus
{
    Ok,
    Warning,
    Error
}

/// <summary>The moment and the age are null if there is nothing yet.</summary>
public sealed record SourceFreshness(
    TicketSource Source,
    FreshnessStatus Status,
    DateTimeOffset? At,
    int? AgeSeconds,
    int WarningAfterSeconds,
    int ErrorAfterSeconds);

/// <summary>The worst status of all sources. Before the first import there are none, and nothing is stale.</summary>
public sealed record FreshnessReport(
    FreshnessStatus Status, DateTimeOffset CheckedAt, IReadOnlyList<SourceFreshness> Sources);

/// <summary>When each source was last brought up to date.</summary>
sealed record SourceMoment(TicketSource Source, DateTimeOffset? At) : IRow<SourceMoment>
{
    public static SourceMoment Read(RowReader row) => new(row.Named<TicketSource>(), row.Get<DateTimeOffset?>());
}
