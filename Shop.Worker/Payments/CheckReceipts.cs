using Shop.Payments;
using Shop.Tasks;

namespace Shop.Worker.Payments;

/// <summary>Asks providers whether the receipts that were sent to them are registered.</summary>
sealed partial class CheckReceipts(Receipts receipts, ILogger<CheckReceipts> logger) : IScheduledWork
{
    const int Batch = 50;

    public static string Name => "payments.check_receipts";

    public TimeSpan Interval => TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var batch = await receipts.ClaimUnregisteredAsync(Batch, ct);
            await Task.WhenAll(batch.Select(receipt => CheckAsync(receipt, ct)));
            if (batch.Count < Batch)
                return;
        }
    }

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
