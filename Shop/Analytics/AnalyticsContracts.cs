using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Analytics;

/// <summary>
/// An event on its way to the database. <c>Visitor</c> only tells visitors apart: an id, or a network address when
/// <c>IsAddress</c> is true.
/// </summary>
public sealed record VisitorEvent(
    DateTimeOffset At,
    string Type,
    string Visitor,
    bool IsAddress,
    Guid? ProductId,
    int Quantity,
    string Data)
{
    /// <summary>The event types that clients may send.</summary>
    public static readonly IReadOnlyList<string> Types = ["page_view", "add_to_cart", "purchase", "search"];
}

public sealed record Tracked(string Status);

public sealed record DayFigures(
    DateOnly Date,
    long PageViews,
    long UniqueVisitors,
    long AddToCarts,
    long Searches,
    long Purchases,
    decimal Revenue) : IRow<DayFigures>
{
    public static DayFigures Read(RowReader row) => new(
        row.Get<DateOnly>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<decimal>());
}

public sealed record ProductFigures(
    Guid ProductId,
    string? Name,
    long PageViews,
    long AddToCarts,
    long Sold,
    decimal Revenue) : IRow<ProductFigures>
{
    public static ProductFigures Read(RowReader row) => new(
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<long>(),
        row.Get<decimal>());
}

/// <summary>Purchases and revenue count paid orders. The conversion rate is purchases per visitor.</summary>
public sealed record Stats(
    DateOnly From,
    DateOnly To,
    long PageViews,
    long UniqueVisitors,
    long AddToCarts,
    long Searches,
    long Purchases,
    decimal ConversionRate,
    decimal Revenue,
    List<ProductFigures> TopProducts,
    List<DayFigures> ByDay);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Tracked))]
[JsonSerializable(typeof(Stats))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class AnalyticsJson : JsonSerializerContext;
