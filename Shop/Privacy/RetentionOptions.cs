using System.ComponentModel.DataAnnotations;

namespace Shop.Privacy;

/// <summary>How long rows are kept that are no business records. Orders, payments and refunds stay.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    const string Shortest = "1.00:00:00";
    const string Longest = "36500.00:00:00";

    /// <summary>Logins, failed ones included, and changes of an account, with network addresses.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan AccountAudit { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Daily and weekly reports on the pilot. They name nobody.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan PilotReports { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>What staff changed.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan StaffAudit { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>Sent mails and text messages with their recipients. Their text is never stored.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Notifications { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Calls to the shop's telephone with their transcripts. Audio is never stored.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Calls { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// Ids of handled messages, and dead letters that were replayed. Redeliveries happen within hours.
    /// </summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Messages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Dead letters that nobody replays.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Tasks that have ended.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Tasks { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Requests to be told about a product.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Watches { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Events of visitors, after they were added to the totals of their day.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Totals and unique visitors of a day.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Days { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>Differences between the stock and the warehouse's ERP.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan StockDifferences { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Stacks, requests and breadcrumbs of single errors. Their report and its counts stay.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan ErrorSamples { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Error reports after their last error, and feedback.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Feedback { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Results of the checks, and maintenance windows.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan HealthChecks { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Single measured requests, with the trace and a hash of the user that nobody can undo.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Requests { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What requests cost by minute.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan RequestMinutes { get; set; } = TimeSpan.FromDays(2);

    /// <summary>What requests cost by hour.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan RequestHours { get; set; } = TimeSpan.FromDays(60);

    /// <summary>What requests cost by day, and how often users searched, filled carts and ordered.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan RequestDays { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Bookings of tyre fittings, with the phone number, after the fitting.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Bookings { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Orders made on the phone, with the phone number. What they became stays.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan PhoneOrders { get; set; } = TimeSpan.FromDays(90);
}
