using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Orders;

namespace Shop.Web.Orders;

public sealed record OrderLine(Guid ProductId, string Sku, string Name, decimal Price, int Quantity, decimal LineTotal);

public sealed record OrderStep(DateTimeOffset At, OrderStatus Status, PaymentStatus PaymentStatus, string? Note);

/// <summary>
/// An order with parsed lines and history, and the actions that its status allows. The API makes the final check.
/// </summary>
public sealed record OrderView(Order Order, IReadOnlyList<OrderLine> Lines, IReadOnlyList<OrderStep> Steps)
{
    public static OrderView Of(Order order) => new(
        order,
        JsonSerializer.Deserialize(order.Items, OrderViewJson.Default.ListOrderLine) ?? [],
        JsonSerializer.Deserialize(order.History, OrderViewJson.Default.ListOrderStep) ?? []);

    /// <summary>A hash that changes with any field of the order.</summary>
    public string Version
    {
        get
        {
            var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Order, OrdersJson.Default.Order));
            return Convert.ToHexStringLower(hash.AsSpan(0, 8));
        }
    }

    /// <summary>Staff may ship an order before it is paid. A pickup is paid at the counter.</summary>
    public bool CanBePaid => !Order.IsPickup && Order
        is { Status: OrderStatus.Pending, PaymentStatus: not PaymentStatus.Paid and not PaymentStatus.Refunded }
        or
        {
            Status: OrderStatus.Processing or OrderStatus.Shipped or OrderStatus.Delivered,
            PaymentStatus: PaymentStatus.Unpaid or PaymentStatus.Failed
        };

    public bool CanBeHandedOver => Order is { IsPickup: true, Status: OrderStatus.Processing };

    public bool CanBeCancelled =>
        Order.Status is OrderStatus.Pending or OrderStatus.Confirmed or OrderStatus.Processing;

    public bool CanBeRefunded => Order is
    {
        PaymentStatus: PaymentStatus.Paid,
        Status: OrderStatus.Confirmed or OrderStatus.Processing
    };

    public bool IsOver => Order
        is { Status: OrderStatus.Delivered or OrderStatus.Refunded }
        or { Status: OrderStatus.Cancelled, PaymentStatus: not PaymentStatus.Paid and not PaymentStatus.Pending };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<OrderLine>))]
[JsonSerializable(typeof(List<OrderStep>))]
sealed partial class OrderViewJson : JsonSerializerContext;
