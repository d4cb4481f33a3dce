using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Shop.Database;

namespace Shop.Orders;

public sealed record Order(
    Guid Id,
    string Number,
    Guid UserId,
    string Status,
    string PaymentStatus,
    [property: JsonConverter(typeof(RawJsonConverter))] string Items,
    decimal Subtotal,
    decimal ShippingCost,
    decimal Total,
    string Currency,
    string? PaymentMethod,
    string ShippingMethod,
    bool InventoryReserved,
    bool PaymentProcessed,
    bool ShippingCreated,
    [property: JsonConverter(typeof(RawJsonConverter))] string? ShippingAddress,
    [property: JsonConverter(typeof(RawJsonConverter))] string? BillingAddress,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    [property: JsonConverter(typeof(RawJsonConverter))] string History) : IRow<Order>
{
    internal static readonly Sql Columns = ColumnsWith(Sql.Of($"orders.lines"), Sql.Of($"orders.history"));

    /// <summary>The same columns inside the statement that inserts the lines and the history.</summary>
    internal static Sql ColumnsWith(Sql lines, Sql history) => Sql.Of(
        $"""
        o.id, o.number, o.user_id, o.status, o.payment_status,
        (select json_agg(json_build_object(
            'product_id', l.product_id,
            'sku', l.sku,
            'name', l.name,
            'price', l.price,
            'quantity', l.quantity,
            'line_total', l.price * l.quantity) order by l.line) from {lines} l where l.order_id = o.id),
        o.subtotal, o.shipping_cost, o.total, o.currency, o.payment_method, o.shipping_method,
        o.inventory_reserved, o.payment_processed, o.shipping_created, o.shipping_address, o.billing_address, o.created_at, o.expires_at,
        (select json_agg(json_build_object(
            'at', h.at,
            'status', h.status,
            'payment_status', h.payment_status,
            'note', h.note) order by h.at) from {history} h where h.order_id = o.id)
        """);

    /// <summary>True when a repeated idempotency key returned the order.</summary>
    [JsonIgnore]
    public bool IsRepeated { get; init; }

    /// <summary>Null when the customer collects the order.</summary>
    [JsonIgnore]
    public Address? ShipTo =>
        ShippingAddress is null ? null : JsonSerializer.Deserialize(ShippingAddress, OrdersJson.Default.Address);

    public static Order Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetGuid(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetDecimal(6),
        row.GetDecimal(7),
        row.GetDecimal(8),
        row.GetString(9),
        row.TextOrNull(10),
        row.GetString(11),
        row.GetBoolean(12),
        row.GetBoolean(13),
        row.GetBoolean(14),
        row.TextOrNull(15),
        row.TextOrNull(16),
        row.GetFieldValue<DateTimeOffset>(17),
        row.IsDBNull(18) ? null : row.GetFieldValue<DateTimeOffset>(18),
        row.GetString(19));
}
