using System.Text.Json.Serialization.Metadata;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Common to all order messages.</summary>
public interface IOrderMessage
{
    Guid OrderId { get; }
}

public sealed record OrderPlaced(Guid OrderId) : IMessage<OrderPlaced>, IOrderMessage
{
    public static string Topic => "orders.placed";
    public static JsonTypeInfo<OrderPlaced> Json => OrdersJson.Default.OrderPlaced;
}

/// <summary>
/// Instead of <see cref="OrderPlaced"/>, for an order that the customer collects and pays at the counter.
/// </summary>
public sealed record OrderReserved(Guid OrderId) : IMessage<OrderReserved>, IOrderMessage
{
    public static string Topic => "orders.reserved";
    public static JsonTypeInfo<OrderReserved> Json => OrdersJson.Default.OrderReserved;
}

/// <summary>An order for pickup can be collected.</summary>
public sealed record OrderReady(Guid OrderId) : IMessage<OrderReady>, IOrderMessage
{
    public static string Topic => "orders.ready";
    public static JsonTypeInfo<OrderReady> Json => OrdersJson.Default.OrderReady;
}

/// <summary>An order for pickup was paid and handed over at the counter.</summary>
public sealed record OrderHandedOver(Guid OrderId) : IMessage<OrderHandedOver>, IOrderMessage
{
    public static string Topic => "orders.handed_over";
    public static JsonTypeInfo<OrderHandedOver> Json => OrdersJson.Default.OrderHandedOver;
}

public sealed record OrderPaid(Guid OrderId) : IMessage<OrderPaid>, IOrderMessage
{
    public static string Topic => "orders.paid";
    public static JsonTypeInfo<OrderPaid> Json => OrdersJson.Default.OrderPaid;
}

public sealed record OrderShipped(Guid OrderId) : IMessage<OrderShipped>, IOrderMessage
{
    public static string Topic => "orders.shipped";
    public static JsonTypeInfo<OrderShipped> Json => OrdersJson.Default.OrderShipped;
}

public sealed record OrderDelivered(Guid OrderId) : IMessage<OrderDelivered>, IOrderMessage
{
    public static string Topic => "orders.delivered";
    public static JsonTypeInfo<OrderDelivered> Json => OrdersJson.Default.OrderDelivered;
}

/// <summary>If the order was paid, a refund follows.</summary>
public sealed record OrderCancelled(Guid OrderId, string Reason) : IMessage<OrderCancelled>, IOrderMessage
{
    public static string Topic => "orders.cancelled";
    public static JsonTypeInfo<OrderCancelled> Json => OrdersJson.Default.OrderCancelled;
}

public sealed record OrderRefunded(Guid OrderId) : IMessage<OrderRefunded>, IOrderMessage
{
    public static string Topic => "orders.refunded";
    public static JsonTypeInfo<OrderRefunded> Json => OrdersJson.Default.OrderRefunded;
}
