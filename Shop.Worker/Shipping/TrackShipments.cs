using Microsoft.Extensions.Options;
using Shop.Shipping;
using Shop.Tasks;
using Shop.Worker.Tasks;

namespace Shop.Worker.Shipping;

sealed partial class TrackShipments(
    ShipmentStore shipments,
    IOptions<ShippingOptions> options,
    ILogger<TrackShipments> logger) : IScheduledWork
{
    public static string Name => "shipping.track";

    public TimeSpan Interval => options.Value.TrackingPause;

    public Task RunAsync(CancellationToken ct) => Batches.HandleAllAsync(
        limit => shipments.ClaimMovingAsync(limit, options.Value.TrackingInterval, ct),
        shipment => TrackAsync(shipment, ct));

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
