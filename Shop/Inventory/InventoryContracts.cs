using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Inventory;

/// <summary>The result of the last comparison with the warehouse. The date is null when there was none.</summary>
public sealed record SyncStatus(DateTimeOffset? LastSync, int ProductsSynced, int Discrepancies) : IRow<SyncStatus>
{
    public static readonly SyncStatus Never = new(null, 0, 0);

    public static SyncStatus Read(RowReader row) =>
        new(row.Get<DateTimeOffset>(), row.Get<int>(), row.Get<int>());
}

/// <summary>Only the warehouse knows the SKU when <c>ProductId</c> and <c>Ours</c> are null.</summary>
public sealed record Discrepancy(
    Guid Run,
    string Sku,
    Guid? ProductId,
    int? Ours,
    int Theirs,
    int? Applied,
    DateTimeOffset At) : IRow<Discrepancy>
{
    public static Discrepancy Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<Guid?>(),
        row.Get<int?>(),
        row.Get<int>(),
        row.Get<int?>(),
        row.Get<DateTimeOffset>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SyncStatus))]
[JsonSerializable(typeof(List<Discrepancy>))]
public sealed partial class InventoryJson : JsonSerializerContext;
