using Npgsql;
using Shop.Database;

namespace Shop.Analytics;

/// <summary>
/// Reports combine the daily totals with the events not yet rolled up. One statement reads both from the same snapshot.
/// </summary>
public sealed class StatsStore(NpgsqlDataSource database)
{
    const int MaxProducts = 10;

    static readonly Sql DaySums = Sql.Of(
        $"""
        count(*) filter (where type = 'page_view') as page_views, count(*) filter (where type = 'add_to_cart') as add_to_carts,
        count(*) filter (where type = 'search') as searches, count(*) filter (where type = 'order') as purchases,
        coalesce(sum(amount) filter (where type = 'order'), 0.00) as revenue
        """);

    static readonly Sql ProductSums = Sql.Of(
        $"""
        count(*) filter (where type = 'page_view') as page_views, count(*) filter (where type = 'add_to_cart') as add_to_carts,
        coalesce(sum(quantity) filter (where type = 'sold'), 0) as sold,
        coalesce(sum(amount) filter (where type = 'sold'), 0.00) as revenue
        """);

    public async Task<Stats> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var within = Sql.Of($"day between {from} and {to}");
        var visitors = Sql.Of(
            $"""
            (select day, visitor from analytics.visitors where {within}
            union select day, visitor from analytics.events where not rolled and visitor is not null and {within}) who
            """);
        var (unique, days) = await database.QueryPageAsync<DayFigures>(
            $"select count(distinct visitor) from {visitors}",
            $"""
            with figures as (
                select day, page_views, add_to_carts, searches, purchases, revenue from analytics.days where {within}
                union all select day, {DaySums} from analytics.events where not rolled and {within} group by day
            )
            select day, sum(page_views)::bigint,
                coalesce((select n from (select day, count(*) as n from {visitors} group by day) came where came.day = f.day), 0),
                sum(add_to_carts)::bigint, sum(searches)::bigint, sum(purchases)::bigint, sum(revenue)
            from figures f group by day order by day
            """, ct);
        var products = await database.QueryAsync<ProductFigures>(
            $"""
            with figures as (
                select product_id, page_views, add_to_carts, sold, revenue from analytics.product_days where {within}
                union all
                select product_id, {ProductSums} from analytics.events
                where not rolled and product_id is not null and {within}
                group by product_id
            ),
            top as (
                select product_id, sum(page_views)::bigint as page_views, sum(add_to_carts)::bigint as add_to_carts,
                    sum(sold)::bigint as sold, sum(revenue) as revenue
                from figures group by product_id order by revenue desc, sold desc, add_to_carts desc, page_views desc limit {MaxProducts}
            )
            select t.product_id, p.name, t.page_views, t.add_to_carts, t.sold, t.revenue
            from top t left join catalog.products p on p.id = t.product_id
            order by t.revenue desc, t.sold desc, t.add_to_carts desc, t.page_views desc
            """, ct);
        var purchases = days.Sum(day => day.Purchases);
        return new(
            from,
            to,
            days.Sum(day => day.PageViews),
            unique,
            days.Sum(day => day.AddToCarts),
            days.Sum(day => day.Searches),
            purchases,
            unique == 0 ? 0 : Math.Round((decimal)purchases / unique, 4),
            days.Sum(day => day.Revenue) + 0.00m,
            products,
            days);
    }

    /// <summary>
    /// Adds events to the daily totals and returns how many. Several workers may run it concurrently.
    /// </summary>
    public async Task<int> RollUpAsync(int limit, CancellationToken ct) => (int)await database.ScalarAsync<long>(
        $"""
        with folded as (
            update analytics.events set rolled = true
            where id = any (array(select id from analytics.events where not rolled order by id limit {limit} for update skip locked))
            returning day, type, visitor, product_id, quantity, amount
        ),
        days as (
            insert into analytics.days as d (day, page_views, add_to_carts, searches, purchases, revenue)
            select day, {DaySums} from folded group by day order by day
            on conflict (day) do update set
                page_views = d.page_views + excluded.page_views,
                add_to_carts = d.add_to_carts + excluded.add_to_carts,
                searches = d.searches + excluded.searches,
                purchases = d.purchases + excluded.purchases,
                revenue = d.revenue + excluded.revenue
        ),
        products as (
            insert into analytics.product_days as d (day, product_id, page_views, add_to_carts, sold, revenue)
            select day, product_id, {ProductSums} from folded
            where product_id is not null group by day, product_id order by day, product_id
            on conflict (day, product_id) do update set
                page_views = d.page_views + excluded.page_views,
                add_to_carts = d.add_to_carts + excluded.add_to_carts,
                sold = d.sold + excluded.sold,
                revenue = d.revenue + excluded.revenue
        ),
        visitors as (
            insert into analytics.visitors (day, visitor)
            select distinct day, visitor from folded where visitor is not null order by day, visitor
            on conflict do nothing
        )
        select count(*) from folded
        """, ct);

    /// <summary>Events that are part of the totals.</summary>
    internal static Sql OldEvents(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"analytics.events"), Sql.Of($"rolled and at < now() - {age}"));

    /// <summary>Salts are kept only while an event of their day may still arrive.</summary>
    internal static Sql OldSalts =>
        OldRows.Delete(Sql.Of($"analytics.salts"), Sql.Of($"day < (now() at time zone 'UTC')::date - 1"));

    internal static Sql OldDays(TimeSpan age) => OldRows.Delete(Sql.Of($"analytics.days"), IsOlder(age));

    internal static Sql OldProductDays(TimeSpan age) =>
        OldRows.Delete(Sql.Of($"analytics.product_days"), IsOlder(age));

    internal static Sql OldVisitors(TimeSpan age) => OldRows.Delete(Sql.Of($"analytics.visitors"), IsOlder(age));

    static Sql IsOlder(TimeSpan age) => Sql.Of($"day < (now() at time zone 'UTC' - {age})::date");
}
