-- severity: warning
-- Each event that sold tickets in this month has a plan for it.
select 'event ' || event_id || ' has no plan for ' || to_char(now() at time zone 'Europe/Moscow', 'YYYY-MM')
from (
    select distinct event_id from ticket_facts.sales
    where day >= date_trunc('month', now() at time zone 'Europe/Moscow')::date) s
where not exists (
    select from ticket_facts.plans p
    where p.event_id = s.event_id and p.month = date_trunc('month', now() at time zone 'Europe/Moscow')::date)
order by event_id
