create schema staff;

-- What staff did to what, written with the change itself. The subject is the id of the order, product, account or task, or the name of the queue. No
-- reference to any of them: what is written here outlives everything.
create table staff.audit (
    id uuid primary key,
    at timestamptz not null default now(),
    actor uuid not null,
    address text,
    action text not null,
    subject text not null,
    detail jsonb not null default '{}',
    trace_id text
);

create index on staff.audit (subject, id);
create index on staff.audit (actor, id);
