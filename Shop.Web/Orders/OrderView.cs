using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Orders;

namespace Shop.Web.Orders;

public sealed record OrderLine(Guid ProductId, string Sku, string Name, decimal Price, int Quantity, decimal LineTotal);

public sealed record OrderStep(DateTimeOffset At, string Status, string PaymentStatus, string? Note);

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

    /// <summary>Staff may ship an order before it is paid.</summary>
    public bool CanBePaid => Order
        is { Status: "pending", PaymentStatus: "unpaid" or "failed" or "pending" }
        or { Status: "processing" or "shipped" or "delivered", PaymentStatus: "unpaid" or "failed" };

    public bool CanBeCancelled => Order.Status is "pending" or "confirmed" or "processing";

    public bool CanBeRefunded => Order is { PaymentStatus: "paid", Status: "confirmed" or "processing" };

    public bool IsOver => Order
        is { Status: "delivered" or "refunded" }
        or { Status: "cancelled", PaymentStatus: not "paid" and not "pending" };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<OrderLine>))]
[JsonSerializable(typeof(List<OrderStep>))]
sealed partial class OrderViewJson : JsonSerializerContext;
