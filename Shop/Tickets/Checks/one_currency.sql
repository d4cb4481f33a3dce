-- severity: error
-- Sums of several currencies cannot be added.
select distinct 'order ' || order_id || ' is in ' || currency from staged_tickets where is_paid and currency not in ('RUB', 'RUR')
