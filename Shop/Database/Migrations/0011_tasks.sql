create schema tasks;

create table tasks.tasks (
    id uuid primary key,
    kind text not null,
    owner_id uuid,
    status text not null default 'PENDING' check (status in ('PENDING', 'STARTED', 'SUCCESS', 'FAILURE')),
    subject json not null,
    result json,
    error text,
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    ended_at timestamptz
) with (fillfactor = 80);

-- Of any number of workers the one that moves next_at does the work.
create table tasks.schedules (
    name text primary key,
    next_at timestamptz not null default now(),
    started_at timestamptz
) with (fillfactor = 50);
