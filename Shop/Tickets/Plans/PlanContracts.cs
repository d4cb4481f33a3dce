using System.ComponentModel.DataAnnotations;
using Shop.Database;

namespace Shop.Tickets.Plans;

/// <summary>
/// The plan of an event for a month, which begins at <c>month</c>, beside what was sold and not returned. A share is
/// null without a plan.
/// </summary>
public sealed record PlanFact(
    long EventId,
    DateOnly Month,
    string Event,
    bool Planned,
    int PlannedTickets,
    decimal PlannedRevenue,
    long Tickets,
    decimal Revenue,
    decimal? TicketsShare,
    decimal? RevenueShare) : IRow<PlanFact>
{
    public static PlanFact Read(RowReader row) => new(
        row.Get<long>(),
        row.Get<DateOnly>(),
        row.Get<string>(),
        row.Get<bool>(),
        row.Get<int>(),
        row.Get<decimal>(),
        row.Get<long>(),
        row.Get<decimal>(),
        row.Get<decimal?>(),
        row.Get<decimal?>());
}

/// <summary>A plan of no tickets and no revenue is none: it is removed.</summary>
public sealed record TicketPlan(
    [property: Range(1, long.MaxValue)] long EventId,
    [property: Required, RegularExpression(TicketPlan.MonthPattern)] string? Month,
    [property: Range(0, 10_000_000)] int Tickets,
    [property: Range(0.0, 1_000_000_000_000.0)] decimal Revenue)
{
    public const string MonthPattern = "20[0-9][0-9]-(?:0[1-9]|1[0-2])";
}

public sealed record PlansRequest([property: Required, MinLength(1), MaxLength(1000), NoNulls] List<TicketPlan>? Plans);

/// <summary>What advertising under this UTM cost on a day. A cost of 0 is none: it is removed.</summary>
public sealed record AdvertisingCost(
    DateOnly Day,
    [property: Required, StringLength(200, MinimumLength = 1)] string? UtmSource,
    [property: StringLength(200)] string? UtmMedium,
    [property: StringLength(200)] string? UtmCampaign,
    [property: Range(0.0, 1_000_000_000.0)] decimal Cost);

public sealed record AdvertisingRequest(
    [property: Required, MinLength(1), MaxLength(1000), NoNulls] List<AdvertisingCost>? Costs);

/// <summary>
/// A table as text. The first line names the columns; they are separated by commas or semicolons, and with semicolons a
/// number may have a decimal comma.
/// </summary>
public sealed record CsvRequest([property: Required, StringLength(500_000)] string? Csv);

public sealed record RowsSaved(int Saved);

/// <summary>
/// What tickets with this UTM earned, after refunds, and what advertising cost. The return is null without a cost.
/// </summary>
public sealed record AdvertisingReturn(
    string UtmSource,
    string UtmMedium,
    string UtmCampaign,
    long Tickets,
    decimal Revenue,
    decimal Cost,
    decimal? ReturnOnCost) : IRow<AdvertisingReturn>
{
    public static AdvertisingReturn Read(RowReader row) => new(
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<long>(),
        row.Get<decimal>(),
        row.Get<decimal>(),
        row.Get<decimal?>());
}
