using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Inventory;

/// <summary>The result of the last comparison with the warehouse. The date is null when there was none.</summary>
public sealed record SyncStatus(DateTimeOffset? LastSync, int ProductsSynced, int Discrepancies) : IRow<SyncStatus>
{
    public static readonly SyncStatus Never = new(null, 0, 0);

    public static SyncStatus Read(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateTimeOffset>(0), row.GetInt32(1), row.GetInt32(2));
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
    public static Discrepancy Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetFieldValue<Guid?>(2),
        row.GetFieldValue<int?>(3),
        row.GetInt32(4),
        row.GetFieldValue<int?>(5),
        row.GetFieldValue<DateTimeOffset>(6));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SyncStatus))]
[JsonSerializable(typeof(List<Discrepancy>))]
public sealed partial class InventoryJson : JsonSerializerContext;
