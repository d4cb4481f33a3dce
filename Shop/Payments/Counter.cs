using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// Hands over orders for pickup. It is in this module, because the same statement records the money.
/// </summary>
public sealed class Counter(NpgsqlDataSource database)
{
    /// <summary>The provider of payments at the counter. No call goes to it.</summary>
    internal const string Provider = "counter";

    public const string Cash = "cash";

    /// <summary>Idempotent. False when the order is not ready for pickup, or no longer waits.</summary>
    public async Task<bool> HandOverAsync(
        Guid order, string paymentMethod, CancellationToken ct, NewAuditEntry? act = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await HandOverAsync(connection, order, paymentMethod, ct, act) is not null
            || await OrderStore.IsHandedOverAsync(connection, order, ct);
    }

    /// <summary>Null when the order was not ready for pickup.</summary>
    public static Task<MovedOrder?> HandOverAsync(
        NpgsqlConnection connection, Guid order, string paymentMethod, CancellationToken ct,
        NewAuditEntry? act = null)
    {
        // An order of free goods has no payment.
        var payment = Sql.Of(
            $"""
            insert into payments.payments (id, order_id, provider, status, amount, currency, method, settled_at, trace_id)
            select {Guid.CreateVersion7()}, id, {Provider}, 'succeeded', total, currency, {paymentMethod}, now(),
                {ShopTelemetry.TraceId}
            from {OrderChanges.MovedOrders} where total > 0
            """);
        return OrderChanges.HandedOverAsync(connection, order, payment, ct, act);
    }
}
