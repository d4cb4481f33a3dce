using Shop.Messaging;
using Shop.Payments;

namespace Shop.Worker.Payments;

sealed class ExecuteRefund(Refunds refunds) : IMessageHandler<RefundRequested>
{
    public static string Consumer => "payments.execute_refund";

    public Task HandleAsync(RefundRequested message, MessageContext context, CancellationToken ct) =>
        refunds.ExecuteAsync(message.RefundId, ct);
}
