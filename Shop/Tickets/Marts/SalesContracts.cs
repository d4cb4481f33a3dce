using System.Text.Json.Serialization;
using Shop.Database;
using Shop.Tickets.Freshness;
using Shop.Tickets.Plans;

namespace Shop.Tickets.Marts;

/// <summary>
/// Tickets and sums in roubles. The returned ones are among the sold ones, on the day when they were sold.
/// </summary>
public sealed record SalesSums(long Tickets, decimal Revenue, long ReturnedTickets, decimal Refunded)
{
    public static readonly SalesSums None = new(0, 0, 0, 0);

    /// <summary>What is left after refunds.</summary>
    public decimal Net => Revenue - Refunded;

    internal static SalesSums Read(RowReader row) => new(
        row.Get<long>(),
        row.Get<decimal>(),
        row.Get<long>(),
        row.Get<decimal>());

    internal static SalesSums Add(IEnumerable<SalesSums> sums) => sums.Aggregate(
        None,
        (all, one) => new(
            all.Tickets + one.Tickets,
            all.Revenue + one.Revenue,
            all.ReturnedTickets + one.ReturnedTickets,
            all.Refunded + one.Refunded));
}

/// <summary>The sales of a Moscow day.</summary>
public sealed record DaySales(DateOnly Day, SalesSums Sums) : IRow<DaySales>
{
    public static DaySales Read(RowReader row) => new(row.Get<DateOnly>(), SalesSums.Read(row));
}

/// <summary>The sales of an event, and the places of its coming shows: null if they were never counted.</summary>
public sealed record EventSales(long EventId, string Event, SalesSums Sums, long? Free, long? Total) : IRow<EventSales>
{
    public static EventSales Read(RowReader row) => new(
        row.Get<long>(),
        row.Get<string>(),
        SalesSums.Read(row),
        row.Get<long?>(),
        row.Get<long?>());
}

/// <summary>The sales of a period of Moscow days, and of the period of the same length before it.</summary>
public sealed record SalesOverview(
    DateOnly From,
    DateOnly To,
    SalesSums Now,
    SalesSums Before,
    IReadOnlyList<DaySales> ByDay,
    IReadOnlyList<EventSales> ByEvent,
    DateTimeOffset? ReplacedAt);

/// <summary>The sales of a show on a day.</summary>
public sealed record ShowSales(
    DateOnly Day,
    long EventId,
    string Event,
    long ShowId,
    DateTimeOffset? ShowStartsAt,
    SalesSums Sums) : IRow<ShowSales>
{
    public static ShowSales Read(RowReader row) => new(
        row.Get<DateOnly>(),
        row.Get<long>(),
        row.Get<string>(),
        row.Get<long>(),
        row.Get<DateTimeOffset?>(),
        SalesSums.Read(row));
}

/// <summary>Refunds by the day when the money went back.</summary>
public sealed record TicketRefunds(
    DateOnly Day,
    long EventId,
    string Event,
    long Tickets,
    decimal Refunded,
    decimal Withheld) : IRow<TicketRefunds>
{
    public static TicketRefunds Read(RowReader row) => new(
        row.Get<DateOnly>(),
        row.Get<long>(),
        row.Get<string>(),
        row.Get<long>(),
        row.Get<decimal>(),
        row.Get<decimal>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SalesOverview))]
[JsonSerializable(typeof(List<ShowSales>))]
[JsonSerializable(typeof(List<TicketRefunds>))]
[JsonSerializable(typeof(List<PlanFact>))]
[JsonSerializable(typeof(List<AdvertisingReturn>))]
[JsonSerializable(typeof(PlansRequest))]
[JsonSerializable(typeof(AdvertisingRequest))]
[JsonSerializable(typeof(CsvRequest))]
[JsonSerializable(typeof(RowsSaved))]
[JsonSerializable(typeof(FreshnessReport))]
[JsonSerializable(typeof(Jobs.JobRun))]
[JsonSerializable(typeof(List<Jobs.JobRun>))]
public sealed partial class TicketsJson : JsonSerializerContext;
