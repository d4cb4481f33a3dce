-- severity: error
-- A ticket belongs to one order. If two claim it, it would be counted once, on either of them.
select 'ticket ' || t.ticket_id || ' is in order ' || i.item_id || ' and in order ' || t.order_id
from changed c
join ticket_staging.items i using (resource, item_id)
cross join lateral jsonb_array_elements(
    case jsonb_typeof(i.body -> 'baskets') when 'array' then i.body -> 'baskets' else '[]' end) b
join ticket_facts.tickets t on t.ticket_id = (b ->> 'id')::bigint
where c.resource = 'orders' and t.order_id <> i.item_id
