using Npgsql;
using Shop.Accounts;
using Shop.Database;
using Shop.Messaging;

namespace Shop.Orders;

public sealed class OrderStore(NpgsqlDataSource database)
{
    public Task<Order?> FindAsync(Guid id, CancellationToken ct) => database.QuerySingleAsync<Order>(Find(id), ct);

    /// <summary>
    /// The order without its history. The customer is null when the account has been deleted.
    /// </summary>
    public Task<(Order? Order, Account? Customer)> FindWithCustomerAsync(Guid id, CancellationToken ct) =>
        database.QueryPairAsync<Order, Account>(
            Sql.Of($"select {Order.ColumnsWithoutHistory} from orders.orders o where o.id = {id}"),
            AccountStore.Find(OrderLines.Owner(Sql.Of($"{id}"))),
            ct);

    /// <summary>The same in the round trip of a change, and how many rows that changed.</summary>
    internal Task<(Order? Order, Account? Customer, int Changed)> FindWithCustomerAsync(
        Guid id, Sql change, CancellationToken ct) =>
        database.QueryPairAsync<Order, Account>(
            Sql.Of($"select {Order.ColumnsWithoutHistory} from orders.orders o where o.id = {id}"),
            AccountStore.Find(OrderLines.Owner(Sql.Of($"{id}"))),
            change,
            ct);

    /// <summary>The order without its lines and its history.</summary>
    public Task<Order?> FindWithoutLinesAsync(Guid id, CancellationToken ct) =>
        database.QuerySingleAsync<Order>(
            $"select {Order.ColumnsWithoutLines} from orders.orders o where o.id = {id}", ct);

    static Sql Find(Guid id) => Sql.Of($"select {Order.Columns} from orders.orders o where o.id = {id}");

    /// <summary>Newest first; all users' orders when <paramref name="userId"/> is null.</summary>
    public Task<(long Total, List<Order> Orders)> ListAsync(
        Guid? userId, OrderStatus? status, int page, int limit, CancellationToken ct)
    {
        var filter = Sql.Of($"true");
        if (userId is { } user)
            filter.AppendFormatted(Sql.Of($" and o.user_id = {user}"));
        if (status is { } one)
            filter.AppendFormatted(Sql.Of($" and o.status = {one.Spelling()}"));
        return database.QueryPageAsync<Order>(
            $"select count(*) from orders.orders o where {filter}",
            $"""
            select {Order.Columns} from orders.orders o
            where {filter} order by o.id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    /// <summary>All orders of a user, newest first.</summary>
    public Task<List<Order>> OfUserAsync(Guid userId, CancellationToken ct) => database.QueryAsync<Order>(
        $"select {Order.Columns} from orders.orders o where o.user_id = {userId} order by o.id desc", ct);

    /// <summary>Orders for pickup of this age that are ready.</summary>
    public Task<List<MovedOrder>> ReadyForPickupAsync(TimeSpan age, int limit, CancellationToken ct) =>
        database.QueryAsync<MovedOrder>(
            $"""
            select id, user_id, status, payment_status from orders.orders
            where shipping_method = 'pickup' and status = 'processing' and created_at < now() - {age} limit {limit}
            """, ct);

    internal static async Task<bool> IsHandedOverAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        await connection.ScalarAsync<bool>(
            $"""
            select status = 'delivered' from orders.orders where id = {order} and shipping_method = 'pickup'
            """, ct);

    /// <summary>
    /// Cancels orders that were not paid or not picked up in time, one transaction each, so that none blocks another.
    /// Returns how many.
    /// </summary>
    public async Task<int> ExpireAsync(int limit, CancellationToken ct)
    {
        var due = await database.QueryAsync<MovedOrder>(
            $"""
            (select id, user_id, status, payment_status from orders.orders
            where status = 'pending' and payment_status in ('unpaid', 'failed') and expires_at < now()
            order by expires_at limit {limit})
            union all
            (select id, user_id, status, payment_status from orders.orders
            where shipping_method = 'pickup' and status in ('confirmed', 'processing') and expires_at < now()
            order by expires_at limit {limit})
            """, ct);
        var expired = 0;
        foreach (var order in due)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            // A payment may have started since; its outcome then decides. Or staff have shipped the order.
            var isStillUnpaid = await connection.ScalarAsync<bool>(
                $"""
                select payment_status in ('unpaid', 'failed') and expires_at < now()
                from orders.orders
                where id = {order.Id} and status in ('pending', 'confirmed', 'processing') for update
                """, ct);
            var reason = order.Status == OrderStatus.Pending ? "not paid in time" : "not picked up in time";
            if (!isStillUnpaid || await OrderChanges.CancelledAsync(connection, order.Id, reason, ct) is null)
                continue;
            await transaction.CommitAsync(ct);
            expired++;
        }
        return expired;
    }

    /// <summary>
    /// Publishes the message of paid orders again that have no shipment after this time, so that the broker is not the
    /// only one to know. An order whose refund was refused waits for staff. Returns how many.
    /// </summary>
    // Consumers recognise a message for thirty days.
    public Task<int> RepeatPaidAsync(TimeSpan after, int limit, CancellationToken ct) => database.ExecuteAsync(
        $"""
        with repeated as (
            update orders.orders set told_at = now()
            where id = any (array(
                select id from orders.orders
                where status = 'confirmed' and payment_status = 'paid' and not shipping_created
                    and before_refund is null and coalesce(told_at, created_at) < now() - {after}
                    and created_at between now() - interval '29 days' and now() - {after}
                order by created_at limit {limit} for update skip locked))
            returning id
        )
        {Outbox.Repeat(Sql.Of(
            $"""
            select h.message_id, h.topic, json_build_object('order_id', h.order_id) as payload
            from repeated join orders.history h on h.order_id = repeated.id where h.topic = {OrderPaid.Topic}
            """))}
        """, ct);

    internal static async Task<bool> IsCancelledAsync(NpgsqlConnection connection, Guid order, CancellationToken ct) =>
        await connection.ScalarAsync<bool>($"select status = 'cancelled' from orders.orders where id = {order}", ct);

    internal static async Task<string> NumberAsync(NpgsqlDataSource database, Guid order, CancellationToken ct) =>
        (await database.ScalarAsync<string>($"select number from orders.orders where id = {order}", ct))!;

    public Task<OrderStatistics?> StatisticsAsync(Guid userId, CancellationToken ct) =>
        database.QuerySingleAsync<OrderStatistics>(
            $"""
            select count(*), coalesce(sum(total) filter (where payment_status = 'paid'), 0), max(created_at)
            from orders.orders where user_id = {userId}
            """, ct);
}

public sealed record OrderStatistics(
    long TotalOrders,
    decimal TotalSpent,
    DateTimeOffset? LastOrderAt) : IRow<OrderStatistics>
{
    public static OrderStatistics Read(RowReader row) => new(
        row.Get<long>(),
        row.Get<decimal>(),
        row.Get<DateTimeOffset?>());
}
