-- severity: error
-- Each paid ticket is in the facts with the same sums as in what QTickets answered, to the kopeck, and no other one is.
with staged as (
    select ticket_id, order_id, coalesce(price, 0) * coalesce(quantity, 1) as revenue,
        case when refunded_at is null then 0 else coalesce(refunded_amount,
            coalesce(price, 0) * coalesce(quantity, 1) - coalesce(refunded_deduction_amount, 0)) end as refunded
    from staged_tickets
    where is_paid and (refunded_at is not null or not is_deleted))
select 'ticket ' || ticket_id || ' of order ' || s.order_id || ': ' || s.revenue || ' roubles and ' || s.refunded
    || ' refunded staged, ' || coalesce(round(t.revenue / 100.0, 2) || ' and ' || round(t.refunded / 100.0, 2), 'nothing')
    || ' in the facts' || coalesce(' in order ' || nullif(t.order_id, s.order_id), '')
from staged s left join ticket_facts.tickets t using (ticket_id)
where (s.order_id, s.revenue * 100, s.refunded * 100) is distinct from (t.order_id, t.revenue, t.refunded)
union all
select 'ticket ' || t.ticket_id || ' of order ' || t.order_id || ' is in the facts and not staged'
from changed c join ticket_facts.tickets t on t.order_id = c.item_id
where c.resource = 'orders' and not exists (select from staged s where s.ticket_id = t.ticket_id)
