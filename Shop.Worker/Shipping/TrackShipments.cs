using Microsoft.Extensions.Options;
using Shop.Shipping;
using Shop.Tasks;

namespace Shop.Worker.Shipping;

sealed partial class TrackShipments(
    ShipmentStore shipments,
    IOptions<ShippingOptions> options,
    ILogger<TrackShipments> logger) : IScheduledWork
{
    const int Batch = 50;

    public static string Name => "shipping.track";

    public TimeSpan Interval => options.Value.TrackingPause;

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var batch = await shipments.ClaimMovingAsync(Batch, options.Value.TrackingInterval, ct);
            await Task.WhenAll(batch.Select(shipment => TrackAsync(shipment, ct)));
            if (batch.Count < Batch)
                return;
        }
    }

    async Task TrackAsync(Shipment shipment, CancellationToken ct)
    {
        try
        {
            await shipments.TrackAsync(shipment, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ShopException)
        {
            LogFailed(shipment.Id, shipment.Carrier, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shipment {Id} could not be tracked at {Carrier}: {Reason}")]
    partial void LogFailed(Guid id, string carrier, string reason);
}
