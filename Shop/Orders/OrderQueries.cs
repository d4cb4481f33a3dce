using System.Text.RegularExpressions;
using Npgsql;
using Shop.Accounts;
using Shop.Database;

namespace Shop.Orders;

/// <summary>An order in a list.</summary>
public sealed record OrderSummary(
    Guid Id,
    string Number,
    Guid UserId,
    string? Email,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
    decimal Total,
    string Currency,
    DateTimeOffset CreatedAt) : IRow<OrderSummary>
{
    public static OrderSummary Read(RowReader row) => new(
        row.Get<Guid>(),
        row.Get<string>(),
        row.Get<Guid>(),
        row.TextOrNull(),
        row.Named<OrderStatus>(),
        row.Named<PaymentStatus>(),
        row.Get<decimal>(),
        row.Get<string>(),
        row.Get<DateTimeOffset>());
}

/// <summary>The search matches an order number, an order id, or a substring of the customer's e-mail.</summary>
public sealed record OrderFilter(
    string? Search = null,
    OrderStatus? Status = null,
    Guid? Customer = null,
    bool Stuck = false,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null);

/// <summary>All customers' orders, for the staff pages.</summary>
public sealed partial class OrderQueries(NpgsqlDataSource database)
{
    // Stuck: a payment undecided after an hour, a paid order without a shipment after an hour, a parcel not shipped
    // after a week.
    static readonly Sql IsStuck = Sql.Of(
        $"""
        (o.status = 'pending' and o.payment_status = 'pending' and o.created_at < now() - interval '1 hour'
            or o.status = 'confirmed' and o.created_at < now() - interval '1 hour'
            or o.status = 'processing' and o.shipping_method <> 'pickup' and o.created_at < now() - interval '7 days')
        """);

    internal static readonly Sql CountStuck = Sql.Of($"select count(*) from orders.orders o where {IsStuck}");

    /// <summary>Columns id and number, for lists of other modules.</summary>
    internal static readonly Sql Numbers = Sql.Of($"(select id, number from orders.orders)");

    internal static Sql Timeline(Guid order) => Sql.Of(
        $"""
        select h.at, 'step' as kind, h.note as title, h.status, h.payment_status as detail, null::uuid as who, null as id, h.trace_id
        from orders.history h where h.order_id = {order}
        """);

    internal static Sql Messages(Guid order) => Sql.Of(
        $"""
        select h.message_id, h.topic, h.at, h.trace_id
        from orders.history h where h.order_id = {order} and h.message_id is not null
        """);

    public Task<(long Total, List<OrderSummary> Orders)> ListAsync(
        OrderFilter filter, int page, int limit, CancellationToken ct)
    {
        var where = Sql.Of($"true");
        if (filter.Status is { } status)
            where.AppendFormatted(Sql.Of($" and o.status = {status.Spelling()}"));
        if (filter.Customer is { } customer)
            where.AppendFormatted(Sql.Of($" and o.user_id = {customer}"));
        if (filter.Stuck)
            where.AppendFormatted(Sql.Of($" and {IsStuck}"));
        where.AppendTime(Sql.Of($"o.created_at"), filter.From, filter.To);
        if (filter.Search?.Trim() is { Length: > 0 } search)
            where.AppendFormatted(Sql.Of($" and {Matches(search)}"));
        return database.QueryPageAsync<OrderSummary>(
            $"select count(*) from orders.orders o where {where}",
            $"""
            select o.id, o.number, o.user_id, u.email, o.status, o.payment_status, o.total, o.currency, o.created_at
            from orders.orders o left join {AccountSql.Table} u on u.id = o.user_id
            where {where}
            order by o.id desc limit {limit} offset {(long)(page - 1) * limit}
            """, ct);
    }

    static Sql Matches(string search) =>
        Guid.TryParse(search, out var id) ? Sql.Of($"o.id = {id}")
        : Number().Match(search) is { Success: true } number ? Sql.Of($"o.number = {"S-" + number.Groups[1].Value}")
        : Sql.Of($"o.user_id in {AccountSql.Matching(search)}");

    // S-100234, s100234, 100234
    [GeneratedRegex("^(?:s-?)?([0-9]{4,})$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
