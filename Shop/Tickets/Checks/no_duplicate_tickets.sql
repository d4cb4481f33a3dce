-- severity: error
-- A ticket belongs to one order. If two claim it, it would be counted once, on either of them.
select 'ticket ' || ticket_id || ' is in order ' || s.order_id || ' and in order ' || t.order_id
from staged_tickets s join ticket_facts.tickets t using (ticket_id)
where t.order_id <> s.order_id
