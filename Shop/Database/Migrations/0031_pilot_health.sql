create table pilot.health_checks (
    at timestamptz not null default now(),
    name text not null,
    -- PASS: as it should be; FAIL: the shop answered otherwise; ERROR: it did not answer; SKIP: does not apply.
    status text not null check (status in ('PASS', 'FAIL', 'ERROR', 'SKIP')),
    duration_ms integer not null,
    detail text not null default '',
    -- Such a result counts neither as up nor as down.
    in_maintenance boolean not null default false
);
create index on pilot.health_checks (name, at desc);
create index on pilot.health_checks (at);

-- The latest result of each check, and whether its failure was reported. All workers share it.
create table pilot.health_states (
    name text primary key,
    status text not null check (status in ('PASS', 'FAIL', 'ERROR', 'SKIP')),
    duration_ms integer not null,
    detail text not null,
    checked_at timestamptz not null,
    -- The latest results that count, oldest first: G for good, B for bad.
    recent text not null,
    is_down boolean not null default false,
    since timestamptz not null
);

create table pilot.maintenance_windows (
    id uuid primary key,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    reason text not null,
    created_by uuid not null,
    created_at timestamptz not null default now()
);
create index on pilot.maintenance_windows (ends_at);
