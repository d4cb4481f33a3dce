-- severity: error
-- Sums of several currencies cannot be added.
select 'order ' || i.item_id || ' is in ' || (i.body ->> 'currency_id')
from changed c join ticket_staging.items i using (resource, item_id)
where c.resource = 'orders' and i.body ->> 'payed' in ('1', 'true') and i.body ->> 'currency_id' not in ('RUB', 'RUR')
