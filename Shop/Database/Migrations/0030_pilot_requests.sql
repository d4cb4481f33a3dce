-- What requests cost. Dashboards read only pilot.request_intervals; pilot.requests leads to the traces of single requests.

-- Route templates, never paths. The row without a method and a route stands for all requests of its source.
create table pilot.request_routes (
    id integer primary key generated always as identity,
    source text not null check (source in ('api', 'site', 'sdk')),
    method text not null,
    route text not null,
    unique (source, method, route)
);

-- One partition per day (UTC): deleting old days costs nothing. No foreign key, because each row would be checked.
create table pilot.requests (
    at timestamptz not null,
    route_id integer not null,
    status smallint not null,
    duration_us integer not null,
    statements smallint not null,
    sql_us integer not null,
    is_slow boolean not null,
    is_chatty boolean not null,
    user_hash uuid,
    trace_id uuid
) partition by range (at);
create index on pilot.requests (at) where is_slow or is_chatty;

-- A new table is attached, because that blocks no writer.
create function pilot.create_request_day(day date) returns void language plpgsql as $$
declare
    name text := 'requests_' || to_char(day, 'YYYYMMDD');
begin
    if to_regclass('pilot.' || name) is null then
        execute format('create table pilot.%I (like pilot.requests)', name);
        execute format(
            'alter table pilot.requests attach partition pilot.%I for values from (%L) to (%L)',
            name, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
    end if;
end $$;

-- Yesterday, today and the next week.
create function pilot.create_request_days() returns void language plpgsql set lock_timeout = '2s' as $$
begin
    -- Several processes may call it at once.
    perform pg_advisory_xact_lock(hashtext('pilot.create_request_days'));
    for i in -1 .. 7 loop
        perform pilot.create_request_day((now() at time zone 'UTC')::date + i);
    end loop;
end $$;

-- Drops the partitions of the days that ended longer ago than that.
create function pilot.drop_request_days(age interval) returns integer language plpgsql set lock_timeout = '2s' as $$
declare
    name text;
    dropped integer := 0;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'pilot.requests'::regclass
            and (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' < now() - age
    loop
        execute format('drop table pilot.%I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

select pilot.create_request_days();

-- Sums of a minute, an hour or a day. A writer adds up the current minute in memory and overwrites its own rows, so a
-- repeated write changes nothing; readers add up the writers. Hours and days have the writer 0.
create table pilot.request_intervals (
    minutes smallint not null check (minutes in (1, 60, 1440)),
    at timestamptz not null,
    route_id integer not null references pilot.request_routes,
    status smallint not null,
    writer integer not null,
    count bigint not null,
    slow bigint not null,
    chatty bigint not null,
    -- Requests that were measured and not written, because the database was away or too slow.
    lost bigint not null,
    duration_us bigint not null,
    longest_us bigint not null,
    longest_trace uuid,
    statements bigint not null,
    most_statements integer not null,
    most_statements_trace uuid,
    sql_us bigint not null,
    -- Counts of durations in buckets whose limits grow by 2 %: pairs of the gap to the next bucket and its count.
    histogram bytea not null,
    primary key (minutes, at, route_id, status, writer)
) with (fillfactor = 70);

create sequence pilot.request_writers as integer;

-- What users did, by day (UTC).
create table pilot.user_actions (
    day date not null,
    source text not null check (source in ('api', 'site', 'sdk')),
    action text not null check (action in ('search', 'add_to_cart', 'checkout', 'order')),
    count bigint not null,
    primary key (day, source, action)
) with (fillfactor = 50);

-- Goes into the hash of a user, and is deleted after its day: then nobody can tell whose requests they were.
create table pilot.request_salts (
    day date primary key,
    salt uuid not null default gen_random_uuid()
);
