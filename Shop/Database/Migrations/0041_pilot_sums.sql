-- What each check found in each hour. A month of single results is too much to read for a page.
create table pilot.health_hours (
    name text not null,
    hour timestamptz not null,
    passed integer not null,
    failed integer not null,
    in_maintenance integer not null,
    duration_ms bigint not null,
    longest_ms integer not null,
    primary key (name, hour)
);
create index on pilot.health_hours (hour);

insert into pilot.health_hours
select name, date_trunc('hour', at, 'UTC'), count(*) filter (where status = 'PASS' and not in_maintenance),
    count(*) filter (where status in ('FAIL', 'ERROR') and not in_maintenance), count(*) filter (where in_maintenance),
    sum(duration_ms), max(duration_ms)
from pilot.health_checks where status <> 'SKIP' group by 1, 2;

-- How often errors happened on each day is kept with the counts of reports, as the dimension "occurrences".
insert into pilot.report_counts
select (hour at time zone 'utc')::date, 'occurrences', 'all', sum(h.count)
from pilot.report_hours h join pilot.error_reports r on r.id = h.report_id and r.merged_into is null group by 1;

-- A day of requests is only added to, read by its partial index, and dropped as a whole: to vacuum and analyze it again
-- and again costs more than to store it.
create or replace function pilot.create_request_day(day date) returns void language plpgsql as $$
declare
    name text := 'requests_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass('pilot.' || name) is null then
        execute format('create table pilot.%I (like pilot.requests) with (autovacuum_enabled = off)', name);
        execute format(
            'alter table pilot.requests attach partition pilot.%I for values from (%L) to (%L)',
            name, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
    end if;
end $$;

do $$
declare
    name text;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'pilot.requests'::regclass
    loop
        execute format('alter table pilot.%I set (autovacuum_enabled = off)', name);
    end loop;
end $$;
