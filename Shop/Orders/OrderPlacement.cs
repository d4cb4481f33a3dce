using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Catalog;
using Shop.Database;
using Shop.Inventory;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>An order request. The catalog's prices at the time of placement apply.</summary>
public sealed record NewOrder(
    Guid UserId,
    IReadOnlyList<OrderItem> Items,
    Address? ShippingAddress,
    Address? BillingAddress,
    string? PaymentMethod,
    string ShippingMethod,
    decimal ShippingCost,
    OrderKey? Key)
{
    /// <summary>Set for an order of a cart: whoever orders the same cart at the same time has the same id.</summary>
    public Guid? Id { get; init; }

    /// <summary>The carrier whose price is <see cref="ShippingCost"/>; null when no carrier answered.</summary>
    public string? Carrier { get; init; }

    /// <summary>JSON.</summary>
    public string? Parcel { get; init; }

    /// <summary>Without an address the customer collects the order and pays at the counter.</summary>
    internal bool IsPickup => ShippingAddress is null;
}

/// <summary>
/// An idempotency key of the customer, with the hash of the request body. The order keeps it, so that it costs no
/// statement. A key of another route than <c>/api/orders</c> begins with the name of the route.
/// </summary>
public sealed record OrderKey(string Text, byte[] Hash)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
}

public sealed class OrderPlacement(NpgsqlDataSource database, IOptions<OrderOptions> options, UnpaidOrders unpaid)
{
    /// <summary>
    /// Writes the order, its lines, its history and its message, then reserves the goods, in one round trip and one
    /// transaction. The stock rows are locked last, to hold their locks as briefly as possible. A repeated idempotency
    /// key or id returns the first order; under a key, as it was when it was placed.
    /// </summary>
    public async Task<Order> PlaceAsync(NewOrder order, CancellationToken ct)
    {
        var items = order.Items.GroupBy(item => item.ProductId).OrderBy(item => item.Key).ToList();
        var products = items.Select(item => item.Key).ToArray();
        var quantities = items.Select(item => item.Sum(line => line.Quantity)).ToArray();
        if (await TryPlaceAsync(order, products, quantities, ct) is { } placed)
            return Counted(placed, order.IsPickup);
        if (order.Key is { } key)
        {
            if (await FindPlacedAsync(order.UserId, key, ct) is { } earlier)
                return earlier;
            if (await ForgetOldKeyAsync(order.UserId, key, ct)
                && await TryPlaceAsync(order, products, quantities, ct) is { } again)
                return Counted(again, order.IsPickup);
        }
        if (order.Id is { } id && await FindAsync(id, order.UserId, ct) is { } same)
            return same;
        throw await unpaid.ExplainAsync(order.UserId, quantities.Sum(), ct)
            ?? await ExplainFailureAsync(products, quantities, ct);
    }

    static Order Counted(Order placed, bool isPickup)
    {
        ShopCounters.OrderPlaced(placed.Total, isPickup);
        return placed;
    }

    /// <summary>Null when the goods are insufficient, or the key or the id has been used.</summary>
    async Task<Order?> TryPlaceAsync(NewOrder order, Guid[] products, int[] quantities, CancellationToken ct)
    {
        var id = order.Id ?? Guid.CreateVersion7();
        // Another request may have placed the order of this id: only lines that this transaction inserted are reserved.
        var lines = Sql.Of(
            $"""
            select product_id, quantity from orders.lines
            where order_id = {id} and xmin = pg_current_xact_id()::xid
            """);
        try
        {
            return await database.QuerySingleAsync<Order>(
                unpaid.Lock(order.UserId), Insert(id, order, products, quantities), Stock.Reserve(lines), ct);
        }
        catch (PostgresException e) when (e.ConstraintName is "orders_pkey" or "orders_once" or Stock.NeverOversold)
        {
            return null;
        }
    }

    Sql Insert(Guid id, NewOrder order, Guid[] products, int[] quantities)
    {
        var (status, life) = order.IsPickup
            ? ("confirmed", options.Value.PickupTime)
            : ("pending", options.Value.PaymentTimeout);
        var happened = Sql.Of($"o");
        var message = order.IsPickup
            ? Outbox.Insert(new OrderReserved(id), happened)
            : Outbox.Insert(new OrderPlaced(id), happened);
        return Sql.Of(
            $"""
            with asked as (select * from unnest({products}, {quantities}) as a(product_id, quantity)),
            goods as ({ForSale.Among(Sql.Of($"asked"))}),
            enough as (
                select count(*) = {products.Length} as yes
                from goods g join {Stock.Table} s on s.product_id = g.product_id
                where {Stock.Available} >= g.quantity
            ),
            o as (
                insert into orders.orders (id, user_id, status, subtotal, shipping_cost, payment_method, shipping_method,
                    shipping_address, billing_address, idempotency_key, request_hash, expires_at, carrier, parcel)
                select {id}, {order.UserId}, {status}, (select sum(price * quantity) from goods), {order.ShippingCost},
                    {order.PaymentMethod}, {order.ShippingMethod}, {ToJson(order.ShippingAddress)}::json,
                    {ToJson(order.BillingAddress)}::json, {order.Key?.Text}, {order.Key?.Hash}, now() + {life},
                    {order.Carrier}, {order.Parcel}::json
                where (select yes from enough) and {unpaid.Allow(order.UserId, quantities.Sum())}
                returning *
            ),
            l as (
                insert into orders.lines (order_id, line, product_id, sku, name, price, quantity)
                select o.id, row_number() over (order by g.product_id), g.product_id, g.sku, g.name, g.price, g.quantity
                from o, goods g
                returning *
            ),
            outbox as ({message} returning id, topic),
            h as (
                insert into orders.history (order_id, status, payment_status, note, trace_id, message_id, topic)
                select o.id, status, payment_status, 'placed', {ShopTelemetry.TraceId}, outbox.id, outbox.topic
                from o, outbox
                returning *
            )
            select {Order.ColumnsWith(Sql.Of($"l"), Sql.Of($"h"))}
            from o
            """);
    }

    /// <summary>The order of this key, as it was when it was placed.</summary>
    public async Task<Order?> FindPlacedAsync(Guid user, OrderKey key, CancellationToken ct)
    {
        var mine = Sql.Of(
            $"""
            p.user_id = {user} and p.idempotency_key = {key.Text} and p.created_at >= now() - {OrderKey.Lifetime}
            """);
        var hasSameBody = await database.ScalarAsync<bool?>(
            $"select coalesce(p.request_hash = {key.Hash}, true) from orders.orders p where {mine}", ct);
        if (hasSameBody is null)
            return null;
        if (hasSameBody == false)
            throw new ShopException(ErrorCode.Unprocessable, "The Idempotency-Key was used with another body.");
        var first = Sql.Of($"(select first.*)");
        return await database.QuerySingleAsync<Order>(
            $"""
            select {Order.ColumnsWith(Sql.Of($"orders.lines"), first)}
            from orders.orders p
            cross join lateral (
                select * from orders.history h where h.order_id = p.id order by h.at limit 1
            ) first
            cross join lateral jsonb_populate_record(p, jsonb_build_object(
                'status', first.status, 'payment_status', first.payment_status, 'inventory_reserved', true,
                'payment_processed', false, 'shipping_created', false,
                'expires_at', p.created_at + case first.status
                    when 'pending' then {options.Value.PaymentTimeout} else {options.Value.PickupTime} end)) o
            where {mine}
            """, ct);
    }

    Task<Order?> FindAsync(Guid id, Guid user, CancellationToken ct) => database.QuerySingleAsync<Order>(
        $"select {Order.Columns} from orders.orders o where o.id = {id} and o.user_id = {user}", ct);

    async Task<bool> ForgetOldKeyAsync(Guid user, OrderKey key, CancellationToken ct) =>
        await database.ExecuteAsync(
            $"""
            update orders.orders set idempotency_key = null
            where user_id = {user} and idempotency_key = {key.Text} and created_at < now() - {OrderKey.Lifetime}
            """, ct) == 1;

    async Task<ShopException> ExplainFailureAsync(Guid[] products, int[] quantities, CancellationToken ct)
    {
        var known = await database.QueryAsync<OrderedProduct>(
            $"""
            with asked as (select * from unnest({products}, {quantities}) as a(product_id, quantity))
            select g.product_id, g.name, g.quantity, {Stock.Available}
            from ({ForSale.Among(Sql.Of($"asked"))}) g join {Stock.Table} s on s.product_id = g.product_id
            """, ct);
        if (products.Except(known.Select(product => product.Id)).ToList() is { Count: > 0 } unknown)
            return new(ErrorCode.Unprocessable, $"There is no product {string.Join(", ", unknown)}.");
        var insufficient = known.Where(product => product.Available < product.Quantity).ToList();
        return new(ErrorCode.Conflict, insufficient.Count > 0
            ? string.Join(" ", insufficient.Select(product => $"Only {product.Available} of {product.Name} are left."))
            : "The goods were sold while the order was being placed; try again.");
    }

    static string? ToJson(Address? address) =>
        address is null ? null : JsonSerializer.Serialize(address, OrdersJson.Default.Address);

    sealed record OrderedProduct(Guid Id, string Name, int Quantity, int Available) : IRow<OrderedProduct>
    {
        public static OrderedProduct Read(RowReader row) =>
            new(row.Get<Guid>(), row.Get<string>(), row.Get<int>(), row.Get<int>());
    }
}
