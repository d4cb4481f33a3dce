using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;

namespace Shop.Orders;

/// <summary>Limits how many goods an account reserves without paying.</summary>
public sealed class UnpaidOrders(NpgsqlDataSource database, IOptions<OrderOptions> options)
{
    readonly int _maxOrders = options.Value.MaxUnpaidOrders;
    readonly int _maxUnits = options.Value.MaxUnpaidUnits;

    bool HasLimits => _maxOrders > 0 || _maxUnits > 0;

    /// <summary>Comes first in the transaction: simultaneous orders of one account would not see each other.</summary>
    internal Sql? Lock(Guid user) => HasLimits
        ? Sql.Of($"select pg_advisory_xact_lock(hashtextextended({user}::text, 0))")
        : null;

    /// <summary>The condition under which the account may reserve this many units more.</summary>
    internal Sql Allow(Guid user, int units) => HasLimits
        ? Sql.Of(
            $"""
            (select ({_maxOrders} = 0 or orders < {_maxOrders}) and ({_maxUnits} = 0 or units + {units} <= {_maxUnits})
            from ({Reserved(user)}) reserved)
            """)
        : Sql.Of($"true");

    /// <summary>Null when the account may place such an order.</summary>
    internal async Task<ShopException?> ExplainAsync(Guid user, int units, CancellationToken ct)
    {
        if (_maxUnits > 0 && units > _maxUnits)
            return new(ErrorCode.Unprocessable, $"An account may reserve at most {_maxUnits} units before it pays.");
        if (!HasLimits || await database.QuerySingleAsync<ReservedGoods>(Reserved(user), ct) is not { } reserved)
            return null;
        var isAllowed = (_maxOrders == 0 || reserved.Orders < _maxOrders)
            && (_maxUnits == 0 || reserved.Units + units <= _maxUnits);
        return isAllowed ? null : new(
            ErrorCode.TooManyRequests, "The account has too many unpaid orders; pay or cancel one of them.")
        {
            RetryAfter = reserved.FirstExpiresIn
        };
    }

    static Sql Reserved(Guid user) => Sql.Of(
        $"""
        select count(distinct o.id) as orders, coalesce(sum(l.quantity), 0) as units,
            greatest(min(o.expires_at) - now(), interval '1 second') as first_expires_in
        from (
            select id, expires_at from orders.orders where user_id = {user} and status = 'pending'
            union all
            select id, expires_at from orders.orders
            where user_id = {user} and shipping_method = 'pickup' and status in ('confirmed', 'processing')
        ) o join orders.lines l on l.order_id = o.id
        """);

    sealed record ReservedGoods(long Orders, long Units, TimeSpan? FirstExpiresIn) : IRow<ReservedGoods>
    {
        public static ReservedGoods Read(RowReader row) =>
            new(row.Get<long>(), row.Get<long>(), row.Get<TimeSpan?>());
    }
}
