using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>A product as it was offered on the phone.</summary>
public sealed record PhoneOrderItem(Guid ProductId, string Name, decimal Price, int Quantity);

/// <summary>
/// What a caller wants to order. It becomes an order for pickup when the caller opens the link in the text message,
/// signs in and confirms it, at the catalog's prices of that moment.
/// </summary>
public sealed record PhoneOrder(
    Guid Id,
    [property: JsonIgnore] string Phone,
    [property: JsonIgnore] string Language,
    [property: JsonIgnore] string ItemsJson,
    decimal Total,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ConfirmedAt,
    bool IsExpired) : IRow<PhoneOrder>
{
    internal static readonly Sql Columns = Sql.Of(
        $"""
        p.id, p.phone, p.language, p.items::text, p.total, p.created_at, p.expires_at, p.confirmed_at,
        p.confirmed_at is null and p.expires_at < now()
        """);

    public IReadOnlyList<PhoneOrderItem> Items =>
        JsonSerializer.Deserialize(ItemsJson, PhoneOrdersJson.Default.IReadOnlyListPhoneOrderItem)!;

    public static PhoneOrder Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<string>(),
        row.Get<decimal>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset>(),
        row.Get<DateTimeOffset?>(),
        row.Get<bool>());
}

/// <summary>A client reads it without the private fields.</summary>
public sealed record PhoneOrderView(
    Guid Id, IReadOnlyList<PhoneOrderItem> Items, decimal Total, DateTimeOffset ExpiresAt, DateTimeOffset? ConfirmedAt,
    bool IsExpired)
{
    public static PhoneOrderView Of(PhoneOrder order) =>
        new(order.Id, order.Items, order.Total, order.ExpiresAt, order.ConfirmedAt, order.IsExpired);
}

/// <summary>A caller wants to order: the link to confirm it is sent.</summary>
public sealed record PhoneOrderMade(Guid PhoneOrderId) : IMessage<PhoneOrderMade>
{
    public static string Topic => "orders.phone_order_made";
    public static JsonTypeInfo<PhoneOrderMade> Json => PhoneOrdersJson.Default.PhoneOrderMade;
}

/// <summary>How far an order is, as a caller may hear it, with the last ten digits of its customer's phone.</summary>
public sealed record SpokenOrder(
    Guid Id, string Number, OrderStatus Status, PaymentStatus PaymentStatus, bool IsPickup, string PhoneEnd)
    : IRow<SpokenOrder>
{
    public static SpokenOrder Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Named<OrderStatus>(),
        row.Named<PaymentStatus>(),
        row.Get<bool>(),
        row.Get<string>());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<PhoneOrderItem>))]
[JsonSerializable(typeof(PhoneOrderView))]
[JsonSerializable(typeof(PhoneOrderMade))]
public sealed partial class PhoneOrdersJson : JsonSerializerContext;
