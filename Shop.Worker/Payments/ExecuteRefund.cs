using Shop.Messaging;
using Shop.Payments;

namespace Shop.Worker.Payments;

/// <summary>
/// Executes a refund as soon as it is requested. Later attempts are left to <see cref="SettleRefunds"/>, because a bank
/// or a carrier may need longer than a message is retried.
/// </summary>
sealed class ExecuteRefund(Refunds refunds, ReturnMoney returning) : IMessageHandler<RefundRequested>
{
    const int MaxAttempts = 4;

    public static string Consumer => "payments.execute_refund";

    public async Task HandleAsync(RefundRequested message, MessageContext context, CancellationToken ct)
    {
        if (await refunds.FindAsync(message.RefundId, ct) is not { Status: PaymentState.Pending } refund)
            return;
        try
        {
            await returning.RunAsync(refund, ct);
        }
        catch (Exception e) when (e is ShopException { Permanent: true }
            || e is HttpRequestException or ShopException && context.Attempt >= MaxAttempts)
        {
            // The refund is pending, so the next run of the schedule repeats it and logs its failure.
        }
    }
}
