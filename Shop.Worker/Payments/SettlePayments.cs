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
        // One that a provider takes long to answer about must not keep the others waiting, of whom there are most when it is ill.
        while (true)
        {
            var batch = await payments.ClaimUnsettledAsync(Batch, ct);
            await Task.WhenAll(batch.Select(payment => SettleAsync(payment, ct)));
            if (batch.Count < Batch)
                return;
        }
    }

    async Task SettleAsync(Payment payment, CancellationToken ct)
    {
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
