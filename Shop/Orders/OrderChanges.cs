using Npgsql;
using Shop.Audit;
using Shop.Database;
using Shop.Inventory;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>An order after a change. Methods return null when the order's status did not allow the change.</summary>
public sealed record MovedOrder(Guid Id, Guid UserId, OrderStatus Status, PaymentStatus PaymentStatus)
    : IRow<MovedOrder>
{
    public static MovedOrder Read(RowReader row) =>
        new(row.Get<Guid>(), row.Get<Guid>(), row.Named<OrderStatus>(), row.Named<PaymentStatus>());
}

/// <summary>
/// The state transitions of an order. Each is one statement that checks the current status, writes the history and the
/// outbox message, and updates the stock. Execute it in the transaction of its cause.
/// </summary>
public static class OrderChanges
{
    internal static readonly Sql Returned = Sql.Of($"returning id, user_id, status, payment_status");

    /// <summary>
    /// For the transaction that writes the payment. The columns are those of <see cref="MovedOrder"/>, number, total,
    /// currency.
    /// </summary>
    public static Sql StartPayment(Guid order) => Sql.Of(
        $"""
        update orders.orders set payment_status = 'pending'
        where id = {order} and status = 'pending' and payment_status in ('unpaid', 'failed')
        {Returned}, number, total, currency
        """);

    /// <summary>
    /// Also succeeds when the order was cancelled while the provider took the money: the caller must then refund it.
    /// </summary>
    public static Task<MovedOrder?> PaidAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders
                set payment_status = 'paid', payment_processed = true, expires_at = null,
                    status = case status when 'pending' then 'confirmed' else status end
                where id = {order} and payment_status = 'pending'
                """),
            "paid",
            Outbox.Insert(new OrderPaid(order), Sql.Of($"(select from moved where status = 'confirmed') paid")),
            null,
            ct);

    public static Task<MovedOrder?> PaymentFailedAsync(
        NpgsqlConnection connection, Guid order, string reason, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders set payment_status = 'failed'
                where id = {order} and payment_status = 'pending'
                """),
            $"payment failed: {reason}",
            null,
            null,
            ct);

    /// <summary>
    /// CTEs for the statement that inserts the shipment. <c>moved</c> contains the order if it changed, which requires
    /// a row in <paramref name="shipment"/>.
    /// </summary>
    public static Sql ShipmentCreated(Guid order, string tracking, Sql shipment) => MoveCtes(
        Sql.Of(
            $"""
            update orders.orders
            set shipping_created = true, status = case status when 'confirmed' then 'processing' else status end
            where id = {order} and status in ('pending', 'confirmed', 'processing') and not shipping_created and exists {shipment}
            """),
        $"shipment {tracking}",
        null);

    public static Task<MovedOrder?> ShippedAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders set status = 'shipped', inventory_reserved = false
                where id = {order} and status = 'processing'
                """),
            "shipped",
            Outbox.Insert(new OrderShipped(order), MovedOrders),
            Stock.Ship(LinesOf(MovedOrders)),
            ct);

    public static Task<MovedOrder?> DeliveredAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of($"update orders.orders set status = 'delivered' where id = {order} and status = 'shipped'"),
            "delivered",
            Outbox.Insert(new OrderDelivered(order), MovedOrders),
            null,
            ct);

    /// <summary>An order for pickup can be collected.</summary>
    public static Task<MovedOrder?> ReadyAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders set status = 'processing'
                where id = {order} and status = 'confirmed' and shipping_method = {Order.Pickup}
                """),
            "ready for pickup",
            Outbox.Insert(new OrderReady(order), MovedOrders),
            null,
            ct);

    /// <summary>
    /// The customer pays an order for pickup at the counter and takes the goods. <paramref name="payment"/> inserts a
    /// payment for each row of <see cref="MovedOrders"/>, which here also has the columns total and currency.
    /// </summary>
    public static Task<MovedOrder?> HandedOverAsync(
        NpgsqlConnection connection, Guid order, Sql payment, CancellationToken ct, NewAuditEntry? act = null) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders
                set status = 'delivered', payment_status = 'paid', payment_processed = true,
                    inventory_reserved = false, expires_at = null
                where id = {order} and status = 'processing' and payment_status = 'unpaid'
                    and shipping_method = {Order.Pickup}
                """),
            "handed over",
            Outbox.Insert(new OrderHandedOver(order), MovedOrders),
            Stock.Ship(LinesOf(MovedOrders)),
            ct,
            Sql.Of($"{Returned}, total, currency"),
            act,
            payment);

    public static Task<MovedOrder?> CancelledAsync(
        NpgsqlConnection connection, Guid order, string reason, CancellationToken ct, NewAuditEntry? act = null) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders set status = 'cancelled', inventory_reserved = false, expires_at = null
                where id = {order} and status in ('pending', 'confirmed', 'processing')
                """),
            $"cancelled: {reason}",
            Outbox.Insert(new OrderCancelled(order, reason), MovedOrders),
            Stock.Release(LinesOf(MovedOrders)),
            ct,
            act: act);

    /// <summary>Releases the goods of an order that has not been shipped.</summary>
    public static Task<MovedOrder?> RefundedAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders o
                set payment_status = 'refunded', inventory_reserved = false,
                    status = case o.status when 'cancelled' then 'cancelled' else 'refunded' end
                from (select id, inventory_reserved as held from orders.orders where id = {order} for update) was
                where o.id = was.id and o.payment_status = 'paid'
                """),
            "refunded",
            Outbox.Insert(new OrderRefunded(order), MovedOrders),
            Stock.Release(LinesOf(Sql.Of($"(select id from moved where held)"))),
            ct,
            Sql.Of($"returning o.id, o.user_id, o.status, o.payment_status, was.held"));

    internal static readonly Sql MovedOrders = Sql.Of($"moved");
    static readonly Sql Empty = Sql.Of($"");

    static Sql LinesOf(Sql orders) => Sql.Of(
        $"select l.product_id, l.quantity from orders.lines l join {orders} o on o.id = l.order_id");

    static Sql MoveCtes(Sql update, string note, Sql? outbox, Sql? returned = null) => outbox is null
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
            outbox as ({outbox} returning id, topic),
            noted as (
                insert into orders.history (order_id, status, payment_status, note, trace_id, message_id, topic)
                select moved.id, status, payment_status, {note}, {ShopTelemetry.TraceId}, outbox.id, outbox.topic
                from moved left join outbox on true
            )
            """);

    static Task<MovedOrder?> MoveAsync(
        NpgsqlConnection connection,
        Sql update,
        string note,
        Sql? outbox,
        Sql? stock,
        CancellationToken ct,
        Sql? returned = null,
        NewAuditEntry? act = null,
        Sql? payment = null) =>
        connection.QuerySingleAsync<MovedOrder>(
            $"""
            with {MoveCtes(update, note, outbox, returned)}
            {(stock is null ? Empty : Sql.Of($", stocked as ({stock})"))}
            {(payment is null ? Empty : Sql.Of($", received as ({payment})"))}
            {NewAuditEntry.With(act, MovedOrders)}
            select id, user_id, status, payment_status from moved
            """, ct);
}
