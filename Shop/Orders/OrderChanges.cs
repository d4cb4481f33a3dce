using Npgsql;
using Shop.Database;
using Shop.Inventory;
using Shop.Messaging;
using Shop.Staff;

namespace Shop.Orders;

/// <summary>What an order is after a change; null instead of it means that the change was not possible, and did not happen.</summary>
public sealed record Moved(Guid Id, Guid UserId, string Status, string PaymentStatus) : IRow<Moved>
{
    public static Moved Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3));
}

/// <summary>
/// Every step of an order's life: one statement that asks for the status it leaves, writes the history and the message, and moves the stock. To be
/// executed in the transaction of what caused it.
/// </summary>
public static class OrderChanges
{
    internal static readonly Sql Returned = Sql.Of($"returning id, user_id, status, payment_status");

    /// <summary>For the transaction that writes the payment: its columns are those of <see cref="Moved"/>, and number, total and currency.</summary>
    public static Sql StartPayment(Guid order) => Sql.Of(
        $"""
        update orders.orders set payment_status = 'pending'
        where id = {order} and status = 'pending' and payment_status in ('unpaid', 'failed')
        {Returned}, number, total, currency
        """);

    /// <summary>Also when the order was cancelled while the provider took the money: the caller then has to give it back.</summary>
    public static Task<Moved?> PaidAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) => MoveAsync(connection,
        Sql.Of(
            $"""
            update orders.orders
            set payment_status = 'paid', payment_processed = true, expires_at = null, status = case status when 'pending' then 'confirmed' else status end
            where id = {order} and payment_status = 'pending'
            """),
        "paid", Outbox.Insert(new OrderPaid(order), Sql.Of($"(select from moved where status = 'confirmed') paid")), null, ct);

    public static Task<Moved?> PaymentFailedAsync(NpgsqlConnection connection, Guid order, string reason, CancellationToken ct) => MoveAsync(connection,
        Sql.Of($"update orders.orders set payment_status = 'failed' where id = {order} and payment_status = 'pending'"),
        $"payment failed: {reason}", null, null, ct);

    /// <summary>For the statement that writes the shipment down: the order is in <c>moved</c> when it goes on, which it does only while there are rows in <paramref name="shipment"/>.</summary>
    public static Sql ShipmentCreated(Guid order, string tracking, Sql shipment) => Steps(
        Sql.Of(
            $"""
            update orders.orders set shipping_created = true, status = case status when 'confirmed' then 'processing' else status end
            where id = {order} and status in ('pending', 'confirmed', 'processing') and not shipping_created and exists {shipment}
            """),
        $"shipment {tracking}", null);

    public static Task<Moved?> ShippedAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) => MoveAsync(connection,
        Sql.Of($"update orders.orders set status = 'shipped', inventory_reserved = false where id = {order} and status = 'processing'"),
        "shipped", Outbox.Insert(new OrderShipped(order), Happened), Stock.Ship(LinesOf(Happened)), ct);

    public static Task<Moved?> DeliveredAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) => MoveAsync(connection,
        Sql.Of($"update orders.orders set status = 'delivered' where id = {order} and status = 'shipped'"),
        "delivered", Outbox.Insert(new OrderDelivered(order), Happened), null, ct);

    public static Task<Moved?> CancelledAsync(NpgsqlConnection connection, Guid order, string reason, CancellationToken ct, StaffAct? act = null) => MoveAsync(connection,
        Sql.Of(
            $"""
            update orders.orders set status = 'cancelled', inventory_reserved = false, expires_at = null
            where id = {order} and status in ('pending', 'confirmed', 'processing')
            """),
        $"cancelled: {reason}", Outbox.Insert(new OrderCancelled(order, reason), Happened), Stock.Release(LinesOf(Happened)), ct, act: act);

    /// <summary>The goods of an order that has not left go back on sale.</summary>
    public static Task<Moved?> RefundedAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) => MoveAsync(connection,
        Sql.Of(
            $"""
            update orders.orders o
            set payment_status = 'refunded', inventory_reserved = false, status = case o.status when 'cancelled' then 'cancelled' else 'refunded' end
            from (select id, inventory_reserved as held from orders.orders where id = {order} for update) was
            where o.id = was.id and o.payment_status = 'paid'
            """),
        "refunded", Outbox.Insert(new OrderRefunded(order), Happened), Stock.Release(LinesOf(Sql.Of($"(select id from moved where held)"))), ct,
        Sql.Of($"returning o.id, o.user_id, o.status, o.payment_status, was.held"));

    static readonly Sql Happened = Sql.Of($"moved");
    static readonly Sql Nothing = Sql.Of($"");

    static Sql LinesOf(Sql orders) => Sql.Of($"select l.product_id, l.quantity from orders.lines l join {orders} o on o.id = l.order_id");

    static Sql Steps(Sql update, string note, Sql? told, Sql? returned = null) => told is null
        ? Sql.Of(
            $"""
            moved as ({update} {returned ?? Returned}),
            noted as (
                insert into orders.history (order_id, status, payment_status, note, trace_id)
                select id, status, payment_status, {note}, {ShopTelemetry.TraceId} from moved
            )
            """)
        : Sql.Of(
            $"""
            moved as ({update} {returned ?? Returned}),
            told as ({told} returning id, topic),
            noted as (
                insert into orders.history (order_id, status, payment_status, note, trace_id, message_id, topic)
                select moved.id, status, payment_status, {note}, {ShopTelemetry.TraceId}, told.id, told.topic from moved left join told on true
            )
            """);

    static Task<Moved?> MoveAsync(
        NpgsqlConnection connection, Sql update, string note, Sql? told, Sql? stock, CancellationToken ct, Sql? returned = null, StaffAct? act = null) =>
        connection.QuerySingleAsync<Moved>(
            $"""
            with {Steps(update, note, told, returned)}
            {(stock is null ? Nothing : Sql.Of($", stocked as ({stock})"))}
            {StaffAct.With(act, Happened)}
            select id, user_id, status, payment_status from moved
            """, ct);
}
