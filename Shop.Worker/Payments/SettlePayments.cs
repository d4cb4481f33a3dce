using Shop.Payments;
using Shop.Tasks;

namespace Shop.Worker.Payments;

/// <summary>
/// Asks providers for the state of unsettled payments, because an answer may be lost and a webhook may never arrive.
/// </summary>
sealed partial class SettlePayments(PaymentStore payments, ILogger<SettlePayments> logger) : IScheduledWork
{
    const int Batch = 50;

    public static string Name => "payments.settle";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken ct)
    {
        // In parallel: a slow answer must not delay the others, and there are most of them when a provider fails.
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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The state of payment {Id} at {Provider} is still unknown and will be checked again: {Reason}")]
    partial void LogUnknown(Guid id, string provider, string reason);
}
