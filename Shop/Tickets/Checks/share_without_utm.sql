-- severity: warning
-- Most tickets of the last 14 days have a UTM source: otherwise links are not marked, and advertising cannot be judged.
select round(100.0 * without / tickets) || ' % of ' || tickets || ' tickets of the last 14 days have no UTM source'
from (
    select coalesce(sum(tickets), 0) as tickets, coalesce(sum(tickets) filter (where utm_source = ''), 0) as without
    from ticket_facts.sales where day > (now() at time zone 'Europe/Moscow')::date - 14) s
where tickets >= current_setting('tickets.tickets_for_share')::integer
    and without > tickets * current_setting('tickets.share_without_utm')::numeric
