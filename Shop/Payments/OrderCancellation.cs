using Npgsql;
using Shop.Audit;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>Cancels an order. It is in this module, because one transaction also requests the refund.</summary>
public sealed class OrderCancellation(NpgsqlDataSource database)
{
    /// <summary>
    /// Releases the goods and refunds a payment. Idempotent. False when the order was shipped, delivered or refunded.
    /// </summary>
    public async Task<bool> CancelAsync(Guid order, string reason, CancellationToken ct, NewAuditEntry? act = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Refunds.LockAsync(connection, order, ct);
        if (await OrderChanges.CancelledAsync(connection, order, reason, ct, act) is not { } moved)
            return await OrderStore.IsCancelledAsync(connection, order, ct);
        if (moved.PaymentStatus == PaymentStatus.Paid)
            await Refunds.RequestRemainingAsync(connection, order, reason, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
