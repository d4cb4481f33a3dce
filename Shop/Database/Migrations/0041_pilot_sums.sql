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
