using System.Text.Json.Serialization;

namespace Shop.Orders;

[JsonConverter(typeof(EnumNameConverter<OrderStatus>))]
public enum OrderStatus
{
    Pending,
    Confirmed,
    Processing,
    Shipped,
    Delivered,
    Cancelled,
    Refunded
}

[JsonConverter(typeof(EnumNameConverter<PaymentStatus>))]
public enum PaymentStatus
{
    Unpaid,
    Pending,
    Paid,
    Failed,
    Refunded
}

/// <summary>
/// The allowed transitions. The SQL of <see cref="OrderChanges"/> checks the current status in its <c>where</c> clause,
/// so only one of two racing changes happens. Tests compare that SQL with this table. An order for pickup begins
/// confirmed and unpaid, and goes from processing to delivered and paid at once.
/// </summary>
public static class OrderTransitions
{
    public static OrderStatus[] Next(OrderStatus status) => status switch
    {
        OrderStatus.Pending => [OrderStatus.Confirmed, OrderStatus.Processing, OrderStatus.Cancelled],
        OrderStatus.Confirmed => [OrderStatus.Processing, OrderStatus.Cancelled, OrderStatus.Refunded],
        OrderStatus.Processing =>
            [OrderStatus.Shipped, OrderStatus.Delivered, OrderStatus.Cancelled, OrderStatus.Refunded],
        OrderStatus.Shipped => [OrderStatus.Delivered, OrderStatus.Refunded],
        OrderStatus.Delivered => [OrderStatus.Refunded],
        // A refused refund returns the order to what it was.
        OrderStatus.Refunded =>
            [OrderStatus.Confirmed, OrderStatus.Processing, OrderStatus.Shipped, OrderStatus.Delivered],
        _ => []
    };

    public static PaymentStatus[] Next(PaymentStatus status) => status switch
    {
        PaymentStatus.Unpaid => [PaymentStatus.Pending, PaymentStatus.Paid],
        PaymentStatus.Failed => [PaymentStatus.Pending],
        PaymentStatus.Pending => [PaymentStatus.Paid, PaymentStatus.Failed],
        PaymentStatus.Paid => [PaymentStatus.Refunded],
        PaymentStatus.Refunded => [PaymentStatus.Paid],
        _ => []
    };
}
