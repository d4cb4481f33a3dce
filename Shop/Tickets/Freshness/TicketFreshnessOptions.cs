using System.ComponentModel.DataAnnotations;

namespace Shop.Tickets.Freshness;

/// <summary>
/// From which age on a part of the ticket sales is stale: a warning on the pages, and an error that the team is mailed
/// about. An import runs every 15 minutes.
/// </summary>
public sealed class TicketFreshnessOptions
{
    public const string Section = "Tickets:Freshness";

    const string Shortest = "00:01:00";
    const string Longest = "365.00:00:00";

    /// <summary>Since events were last imported.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan EventsWarning { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan EventsError { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Since shows were last imported.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan ShowsWarning { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan ShowsError { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Since orders were last imported.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan OrdersWarning { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan OrdersError { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Since the places of shows were last counted.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan InventoryWarning { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan InventoryError { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Since the marts were last replaced. A failed check keeps the old ones.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan MartsWarning { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan MartsError { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Since the end of the last Moscow day with a sale.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan SalesWarning { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The same, for an error.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan SalesError { get; set; } = TimeSpan.FromDays(2);

    internal IEnumerable<(TicketSource Source, TimeSpan Warning, TimeSpan Error)> Limits =>
    [
        (TicketSource.Events, EventsWarning, EventsError),
        (TicketSource.Shows, ShowsWarning, ShowsError),
        (TicketSource.Orders, OrdersWarning, OrdersError),
        (TicketSource.Inventory, InventoryWarning, InventoryError),
        (TicketSource.Marts, MartsWarning, MartsError),
        (TicketSource.Sales, SalesWarning, SalesError)
    ];
}
