using Shop.Payments;
using Shop.Tasks;
using Shop.Worker.Tasks;

namespace Shop.Worker.Payments;

/// <summary>
/// Continues pending refunds: the bank has not decided yet, the carrier has not returned the parcel yet, or the message
/// was lost.
/// </summary>
sealed partial class SettleRefunds(Refunds refunds, ReturnMoney returning, ILogger<SettleRefunds> logger)
    : IScheduledWork
{
    public static string Name => "payments.settle_refunds";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken ct) => Batches.HandleAllAsync(
        limit => refunds.ClaimUnsettledAsync(limit, ct), refund => SettleAsync(refund, ct));

    async Task SettleAsync(Refund refund, CancellationToken ct)
    {
        try
        {
            await returning.RunAsync(refund, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            LogPending(refund.Id, refund.OrderId, e.Message);
            if (e is ShopException { Permanent: true })
                await refunds.GiveUpAsync(refund.Id, e.Message, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refund {Id} of order {Order} is still pending: {Reason}")]
    partial void LogPending(Guid id, Guid order, string reason);
}
