-- severity: error
-- The paid tickets of each order have the same count and sums in the facts as in what QTickets answered, to the kopeck.
with staged as (
    select i.item_id as order_id, count(*) as tickets,
        sum(coalesce((b ->> 'price')::numeric, 0) * coalesce((b ->> 'quantity')::integer, 1)) as revenue,
        sum(case when b ->> 'refunded_at' is null then 0 else coalesce((b ->> 'refunded_amount')::numeric,
            coalesce((b ->> 'price')::numeric, 0) * coalesce((b ->> 'quantity')::integer, 1)
            - coalesce((b ->> 'refunded_deduction_amount')::numeric, 0)) end) as refunded
    from changed c
    join ticket_staging.items i using (resource, item_id)
    cross join lateral jsonb_array_elements(
        case jsonb_typeof(i.body -> 'baskets') when 'array' then i.body -> 'baskets' else '[]' end) b
    where c.resource = 'orders' and i.body ->> 'payed' in ('1', 'true')
        and (b ->> 'refunded_at' is not null or not i.deleted and b ->> 'deleted_at' is null)
    group by 1),
derived as (
    select t.order_id, count(*) as tickets, sum(t.revenue) as revenue, sum(t.refunded) as refunded
    from changed c join ticket_facts.tickets t on t.order_id = c.item_id
    where c.resource = 'orders'
    group by 1)
select 'order ' || order_id || ': ' || coalesce(s.tickets, 0) || ' tickets of ' || coalesce(s.revenue, 0)
    || ' roubles staged, ' || coalesce(d.tickets, 0) || ' of ' || round(coalesce(d.revenue, 0) / 100.0, 2) || ' in the facts'
from staged s full join derived d using (order_id)
where (s.tickets, s.revenue * 100, s.refunded * 100) is distinct from (d.tickets, d.revenue, d.refunded)
