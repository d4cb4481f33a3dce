-- severity: warning
-- Each import has lately reached its end.
select resource || coalesce(' was last imported at ' || to_char(completed_at, 'YYYY-MM-DD HH24:MI TZ'), ' was never imported')
from ticket_staging.sources
where coalesce(completed_at, '-infinity')
    < now() - make_interval(secs => (current_setting('tickets.freshness')::jsonb ->> resource)::double precision)
