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
    /// For the transaction that writes the payment. Staff may have shipped the order before. The columns are those of
    /// <see cref="MovedOrder"/>, number, total, currency.
    /// </summary>
    public static Sql StartPayment(Guid order) => Sql.Of(
        $"""
        update orders.orders set payment_status = 'pending'
        where id = {order} and status in ('pending', 'processing', 'shipped', 'delivered')
            and payment_status in ('unpaid', 'failed') and shipping_method <> {Order.Pickup}
        {Returned}, number, total, currency
        """);

    /// <summary>
    /// Also succeeds when the order was cancelled while the provider took the money: the caller must then refund it.
    /// </summary>
    public static Task<MovedOrder?> PaidAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            SetPaid(order),
            "paid",
            Outbox.Insert(new OrderPaid(order), Sql.Of($"(select from moved where status <> 'cancelled') paid")),
            null,
            ct);

    /// <summary>
    /// CTEs for the statement that settles the payment, which requires a row in <paramref name="payment"/>. Unlike
    /// <see cref="PaidAsync"/> they do not move a cancelled order, whose payment needs a refund.
    /// </summary>
    internal static Sql Paid(Guid order, Sql payment) => MoveCtes(
        Sql.Of($"{SetPaid(order)} and status <> 'cancelled' and exists {payment}"),
        "paid",
        Outbox.Insert(new OrderPaid(order), MovedOrders));

    static Sql SetPaid(Guid order) => Sql.Of(
        $"""
        update orders.orders
        set payment_status = 'paid', payment_processed = true, expires_at = null,
            status = case status when 'pending' then 'confirmed' else status end
        where id = {order} and payment_status = 'pending'
        """);

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
    /// a row in <paramref name="shipment"/>. An unpaid order that staff ship no longer expires.
    /// </summary>
    public static Sql ShipmentCreated(Guid order, string tracking, Sql shipment) => MoveCtes(
        Sql.Of(
            $"""
            update orders.orders
            set shipping_created = true, status = 'processing', expires_at = null
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

    /// <summary>
    /// Locks an order that may be shipped, for the statement that stores the shipment before the carrier is called. An
    /// order that is cancelled or refunded at the same moment is either not locked, or has a shipment to recall.
    /// </summary>
    internal static Sql LockUnshipped(Guid order) => Sql.Of(
        $"""
        select id from orders.orders
        where id = {order} and status in ('pending', 'confirmed', 'processing') and not shipping_created for share
        """);

    internal static Sql Lock(Guid order) => Sql.Of($"select id from orders.orders where id = {order} for update");

    /// <summary>Selects the order for a refund. Customers can request one until the order is shipped.</summary>
    internal static Sql Refundable(Guid order, bool isByCustomer) => Sql.Of(
        $"""
        select id from orders.orders
        where id = {order} and not ({isByCustomer} and status in ('shipped', 'delivered'))
        """);

    /// <summary>
    /// CTEs for the statement that reserves the refund of the whole sum, which requires a row in
    /// <paramref name="whole"/>. From then on the order cannot be shipped. Its goods stay reserved until the parcel is
    /// recalled and the money is paid.
    /// </summary>
    public static Sql RefundAccepted(Guid order, Sql whole) => MoveCtes(
        Sql.Of(
            $"""
            update orders.orders
            set payment_status = 'refunded', before_refund = status,
                status = case status when 'cancelled' then 'cancelled' else 'refunded' end
            where id = {order} and payment_status = 'paid' and exists {whole}
            """),
        "refunded",
        null);

    /// <summary>True if the parcel has to be recalled before the money is returned.</summary>
    internal static Task<bool> IsRecallNeededAsync(NpgsqlDataSource database, Guid order, CancellationToken ct) =>
        database.ScalarAsync<bool>(
            $"""
            select status = 'cancelled' or status = 'refunded' and before_refund in ('confirmed', 'processing')
            from orders.orders where id = {order}
            """, ct);

    /// <summary>
    /// Returns the order to its status before the refund. An order whose parcel was recalled has no shipment any more.
    /// </summary>
    public static Task<MovedOrder?> RefundRefusedAsync(
        NpgsqlConnection connection, Guid order, string reason, Sql isRecalled, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders
                set payment_status = 'paid', shipping_created = shipping_created and not {isRecalled},
                    status = case
                        when before_refund = 'processing' and {isRecalled} then 'confirmed' else before_refund end
                where id = {order} and payment_status = 'refunded' and before_refund is not null
                """),
            $"refund refused: {reason}",
            null,
            null,
            ct);

    /// <summary>The money is paid. Releases the goods of an order that has not been shipped.</summary>
    public static Task<MovedOrder?> RefundedAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        MoveAsync(
            connection,
            Sql.Of(
                $"""
                update orders.orders o
                set payment_status = 'refunded', inventory_reserved = false, before_refund = null,
                    status = case o.status when 'cancelled' then 'cancelled' else 'refunded' end
                from (select id, inventory_reserved as held from orders.orders where id = {order} for update) was
                where o.id = was.id and o.payment_status in ('paid', 'refunded')
                """),
            "refund paid",
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
