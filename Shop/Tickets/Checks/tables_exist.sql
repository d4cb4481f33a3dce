-- severity: error
-- Each table of the warehouse is there, with its primary key. What is missing was dropped, or a migration was not run.
select 'table ' || name || ' is missing' || case when to_regclass(name) is null then '' else ' its primary key' end
from unnest(array['tickets.job_runs', 'ticket_staging.items', 'ticket_staging.changes', 'ticket_staging.sources',
    'ticket_facts.events', 'ticket_facts.shows', 'ticket_facts.tickets', 'ticket_facts.sales', 'ticket_facts.inventory',
    'ticket_facts.plans', 'ticket_facts.advertising', 'ticket_marts.sales', 'ticket_marts.utm_sales', 'ticket_marts.refunds',
    'ticket_marts.inventory', 'ticket_marts.state']) as name
where to_regclass(name) is null
    or name <> 'ticket_staging.changes' and not exists (
        select from pg_index where indrelid = to_regclass(name) and indisprimary and indisvalid)
