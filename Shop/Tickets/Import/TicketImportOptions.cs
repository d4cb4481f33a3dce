using System.ComponentModel.DataAnnotations;

namespace Shop.Tickets.Import;

public sealed class TicketImportOptions
{
    public const string Section = "Tickets:Import";

    /// <summary>How often tickets are imported.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How much of the time before the last import each one asks for again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How often an import asks for everything, which finds what QTickets has changed without saying when, and orders
    /// that are not there any more.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan FullInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often a call is tried that fails for a while, beyond what the HTTP client repeats.</summary>
    [Range(1, 20)]
    public int Attempts { get; set; } = 5;

    /// <summary>The pause before the second try. It doubles, unless QTickets says how long to wait.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>An import that is told to wait longer ends, and the next one resumes its work.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the seats of a show are counted after its end.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan InventoryAfterEnd { get; set; } = TimeSpan.FromDays(1);
}
