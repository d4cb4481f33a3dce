using Shop.Payments;
using Shop.Tasks;
using Shop.Worker.Tasks;

namespace Shop.Worker.Payments;

/// <summary>
/// Asks providers for the state of unsettled payments, because an answer may be lost and a webhook may never arrive.
/// </summary>
sealed partial class SettlePayments(PaymentStore payments, ILogger<SettlePayments> logger) : IScheduledWork
{
    public static string Name => "payments.settle";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken ct) => Batches.HandleAllAsync(
        limit => payments.ClaimUnsettledAsync(limit, ct), payment => SettleAsync(payment, ct));

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
