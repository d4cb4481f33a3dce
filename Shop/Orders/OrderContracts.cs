using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Shop.Carts;
using Shop.Database;

namespace Shop.Orders;

public sealed record Address(
    [property: Required, StringLength(100)] string? FirstName,
    [property: StringLength(100)] string? LastName,
    [property: Required, StringLength(300)] string? Street,
    [property: Required, StringLength(100)] string? City,
    [property: Required, StringLength(20)] string? PostalCode,
    [property: StringLength(60)] string? Country);

public sealed record OrderItem(Guid ProductId, [property: Range(1, OrderItem.MaxQuantity)] int Quantity)
{
    public const int MaxQuantity = 1000;

    public static OrderItem[] Of(IEnumerable<CartItem> cart) =>
        [.. cart.Select(item => new OrderItem(item.ProductId, item.Quantity))];
}

public sealed record OrderRequest(
    [property: Required] Address? ShippingAddress,
    Address? BillingAddress,
    [property: StringLength(60)] string? PaymentMethod,
    [property: StringLength(60)] string? ShippingMethod,
    [property: MaxLength(100), NoNulls] List<OrderItem>? Items);

/// <summary>How the customer paid at the counter; cash when null.</summary>
public sealed record HandOverRequest([property: AllowedValues(null, "cash", "card")] string? PaymentMethod);

public sealed record CancelRequest([property: StringLength(500)] string? Reason);

/// <summary>The order in the store dialect: statuses in upper case, the total as <c>total_amount</c>.</summary>
public sealed record StoreOrder(
    Guid Id,
    string Number,
    Guid UserId,
    string Status,
    string PaymentStatus,
    [property: JsonConverter(typeof(RawJsonConverter))] string Items,
    decimal TotalAmount,
    string Currency,
    DateTimeOffset CreatedAt)
{
    public static StoreOrder Of(Order order) => new(
        order.Id,
        order.Number,
        order.UserId,
        order.Status.Spelling().ToUpperInvariant(),
        order.PaymentStatus.Spelling().ToUpperInvariant(),
        order.Items,
        order.Total,
        order.Currency,
        order.CreatedAt);
}

public sealed record StoreOrders(List<StoreOrder> Orders);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(List<Order>))]
[JsonSerializable(typeof(StoreOrder))]
[JsonSerializable(typeof(List<StoreOrder>))]
[JsonSerializable(typeof(StoreOrders))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderItem[]))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(HandOverRequest))]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderReserved))]
[JsonSerializable(typeof(OrderReady))]
[JsonSerializable(typeof(OrderHandedOver))]
[JsonSerializable(typeof(OrderPaid))]
[JsonSerializable(typeof(OrderShipped))]
[JsonSerializable(typeof(OrderDelivered))]
[JsonSerializable(typeof(OrderCancelled))]
[JsonSerializable(typeof(OrderRefunded))]
public sealed partial class OrdersJson : JsonSerializerContext;
