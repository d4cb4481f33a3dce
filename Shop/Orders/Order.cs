using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Database;

namespace Shop.Orders;

public sealed record Order(
    Guid Id,
    string Number,
    Guid UserId,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
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
    static readonly Sql StoredLines = LinesIn(Sql.Of($"orders.lines"));
    static readonly Sql Nothing = Sql.Of($"'[]'::json");

    internal static readonly Sql Columns = ColumnsOf(StoredLines, HistoryIn(Sql.Of($"orders.history")));

    /// <summary>The same columns with an empty history, which costs less to read.</summary>
    internal static readonly Sql ColumnsWithoutHistory = ColumnsOf(StoredLines, Nothing);

    /// <summary>The same columns with an empty history and without lines.</summary>
    internal static readonly Sql ColumnsWithoutLines = ColumnsOf(Nothing, Nothing);

    /// <summary>The same columns inside the statement that inserts the lines and the history.</summary>
    internal static Sql ColumnsWith(Sql lines, Sql history) => ColumnsOf(LinesIn(lines), HistoryIn(history));

    static Sql ColumnsOf(Sql lines, Sql history) => Sql.Of(
        $"""
        o.id, o.number, o.user_id, o.status, o.payment_status,
        {lines},
        o.subtotal, o.shipping_cost, o.total, o.currency, o.payment_method, o.shipping_method,
        o.inventory_reserved, o.payment_processed, o.shipping_created, o.shipping_address, o.billing_address, o.created_at, o.expires_at,
        {history},
        o.carrier, o.parcel
        """);

    static Sql LinesIn(Sql lines) => Sql.Of(
        $"""
        (select json_agg(json_build_object(
            'product_id', l.product_id,
            'sku', l.sku,
            'name', l.name,
            'price', l.price,
            'quantity', l.quantity,
            'line_total', l.price * l.quantity) order by l.line) from {lines} l where l.order_id = o.id)
        """);

    static Sql HistoryIn(Sql history) => Sql.Of(
        $"""
        (select json_agg(json_build_object(
            'at', h.at,
            'status', h.status,
            'payment_status', h.payment_status,
            'note', h.note) order by h.at) from {history} h where h.order_id = o.id)
        """);

    /// <summary>
    /// The carrier whose price the order has. Null for a pickup, and when no carrier answered: then it is chosen later.
    /// </summary>
    public string? Carrier { get; init; }

    /// <summary>The parcel that the carriers were asked about, JSON of the module Shipping.</summary>
    [JsonIgnore]
    public string? Parcel { get; init; }

    /// <summary>The shipping method of an order that the customer collects and pays at the counter.</summary>
    public const string Pickup = "pickup";

    [JsonIgnore]
    public bool IsPickup => ShippingMethod == Pickup;

    [JsonIgnore]
    public OrderItem[] Lines => JsonSerializer.Deserialize(Items, OrdersJson.Default.OrderItemArray)!;

    /// <summary>Null when the customer collects the order.</summary>
    [JsonIgnore]
    public Address? ShipTo =>
        ShippingAddress is null ? null : JsonSerializer.Deserialize(ShippingAddress, OrdersJson.Default.Address);

    /// <summary>The address of an order that is shipped.</summary>
    public Address GetShipTo() =>
        ShipTo ?? throw new ShopException(ErrorCode.Conflict, "The order is for pickup; nothing is shipped.");

    public static Order Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<Guid>(),
        row.Named<OrderStatus>(),
        row.Named<PaymentStatus>(),
        row.Get<string>(),
        row.Get<decimal>(),
        row.Get<decimal>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.TextOrNull(),
        row.Get<string>(),
        row.Get<bool>(),
        row.Get<bool>(),
        row.Get<bool>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.Get<string>())
    {
        Carrier = row.TextOrNull(),
        Parcel = row.TextOrNull()
    };
}
