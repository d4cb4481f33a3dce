-- severity: error
-- Tickets, sales by day and each mart have the same sums, to the kopeck.
with tickets as (
    select coalesce(sum(quantity), 0) as tickets, coalesce(sum(revenue), 0) as revenue, coalesce(sum(refunded), 0) as refunded
    from ticket_facts.tickets),
sums as (
    select 'ticket_facts.sales' as name, sum(tickets) as tickets, sum(revenue) as revenue, sum(refunded) as refunded
    from ticket_facts.sales
    union all select 'ticket_marts.sales', sum(tickets), sum(revenue) * 100, sum(refunded) * 100 from ticket_marts.sales
    union all select 'ticket_marts.utm_sales', sum(tickets), sum(revenue) * 100, sum(refunded) * 100 from ticket_marts.utm_sales
    union all select 'ticket_marts.refunds', t.tickets, t.revenue, (select sum(refunded) * 100 from ticket_marts.refunds)
    from tickets t)
select s.name || ': ' || coalesce(s.tickets, 0) || ' tickets, ' || coalesce(s.revenue, 0) || ' and ' || coalesce(s.refunded, 0)
    || ' kopecks; ticket_facts.tickets: ' || t.tickets || ', ' || t.revenue || ' and ' || t.refunded
from sums s, tickets t
where (coalesce(s.tickets, 0), coalesce(s.revenue, 0), coalesce(s.refunded, 0)) is distinct from (t.tickets, t.revenue, t.refunded)
