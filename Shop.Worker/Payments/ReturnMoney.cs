using Shop.Payments;
using Shop.Shipping;

namespace Shop.Worker.Payments;

/// <summary>
/// Recalls the parcel of an order whose whole sum is refunded, then pays. If the parcel can no longer be recalled, the
/// refund fails and the order returns to what it was.
/// </summary>
sealed class ReturnMoney(Refunds refunds, ShipmentStore shipments)
{
    public async Task RunAsync(Refund refund, CancellationToken ct)
    {
        if (await refunds.IsRecallNeededAsync(refund, ct))
            try
            {
                await shipments.RecallAsync(refund.OrderId, ct);
            }
            catch (ShopException e) when (e.Permanent)
            {
                await refunds.RefuseAsync(refund, e.Message, ct);
                return;
            }
        await refunds.ExecuteAsync(refund.Id, ct);
    }
}
