using Shop.Payments;
using Shop.Tasks;

namespace Shop.Worker.Payments;

/// <summary>Asks providers about payments whose outcome nobody has brought: an answer that was lost, a webhook that never came.</summary>
sealed partial class SettlePayments(PaymentStore payments, ILogger<SettlePayments> logger) : IScheduledWork
{
    const int Batch = 50;

    public static string Name => "payments.settle";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var payment in await payments.ClaimUnsettledAsync(Batch, ct))
            try
            {
                await payments.RefreshAsync(payment, ct);
            }
            catch (Exception e) when (e is HttpRequestException or ShopException)
            {
                LogUnknown(payment.Id, payment.Provider, e.Message);
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Id} is still unknown at {Provider} and will be asked about again: {Reason}")]
    partial void LogUnknown(Guid id, string provider, string reason);
}
