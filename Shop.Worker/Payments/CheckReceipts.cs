using Shop.Payments;
using Shop.Tasks;
using Shop.Worker.Tasks;

namespace Shop.Worker.Payments;

/// <summary>Asks providers whether the receipts that were sent to them are registered.</summary>
sealed partial class CheckReceipts(Receipts receipts, ILogger<CheckReceipts> logger) : IScheduledWork
{
    public static string Name => "payments.check_receipts";

    public TimeSpan Interval => TimeSpan.FromSeconds(20);

    public Task RunAsync(CancellationToken ct) => Batches.HandleAllAsync(
        limit => receipts.ClaimUnregisteredAsync(limit, ct), receipt => CheckAsync(receipt, ct));

    async Task CheckAsync(Receipt receipt, CancellationToken ct)
    {
        try
        {
            using var span = ShopTelemetry.Begin("check receipt");
            await receipts.CheckAsync(receipt, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            LogUnknown(receipt.Id, e.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The state of receipt {Id} is still unknown and will be checked again: {Reason}")]
    partial void LogUnknown(Guid id, string reason);
}
