using System.Text.Json;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping;
using Shop.Tasks;
using Shop.Worker.Shipping;

namespace Shop.Worker.Orders;

/// <summary>Takes an order through payment and shipment as far as possible without the customer.</summary>
sealed class ProcessOrder(
    OrderStore orders,
    PaymentStore payments,
    ShipmentStore shipments,
    FindRecipient recipients) : ITaskRunner
{
    public string Kind => ProcessOrderTask.Kind;

    public async Task<string> RunAsync(ScheduledTask task, CancellationToken ct)
    {
        var id = ProcessOrderTask.OrderOf(task.Subject);
        var order = await orders.FindAsync(id, ct)
            ?? throw new ShopException(ErrorCode.NotFound, "There is no such order.");
        if (order.IsPickup)
            throw new ShopException(ErrorCode.Conflict, "The order is for pickup: it is paid at the counter.");
        if (!order.PaymentProcessed)
            await PayAsync(order, ct);
        if (!order.ShippingCreated)
            await ShipAsync(order, ct);
        return JsonSerializer.Serialize((await orders.FindAsync(id, ct))!, OrdersJson.Default.Order);
    }

    async Task ShipAsync(Order order, CancellationToken ct)
    {
        var recipient = await recipients.OfAsync(order, ct);
        if (await shipments.CreateAsync(order, null, recipient, ct) is null)
            throw new ShopException(ErrorCode.Conflict, "The order was cancelled or refunded.");
    }

    async Task PayAsync(Order order, CancellationToken ct)
    {
        var payment = await payments.StartAsync(order, new(), ct);
        if (payment.Status == PaymentState.Pending)
            payment = await payments.RefreshAsync(payment, ct);
        if (payment.Status == PaymentState.Failed)
            throw new ShopException(ErrorCode.Conflict, $"The payment was declined: {payment.Failure}");
        if (payment.Status == PaymentState.Pending)
        {
            throw new ShopException(
                ErrorCode.Unavailable, "The payment is still pending at the provider.", permanent: false);
        }
    }
}
