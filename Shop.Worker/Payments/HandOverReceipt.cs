using Shop.Messaging;
using Shop.Orders;
using Shop.Payments;

namespace Shop.Worker.Payments;

/// <summary>Sends the second fiscal receipt of a prepaid order: the customer has the goods now.</summary>
sealed class HandOverReceipt(Receipts receipts) : IMessageHandler<OrderDelivered>
{
    public static string Consumer => "payments.hand_over_receipt";

    public Task HandleAsync(OrderDelivered message, MessageContext context, CancellationToken ct) =>
        receipts.HandOverAsync(message.OrderId, ct);
}
