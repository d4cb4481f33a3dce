create schema messaging;

-- Ids are UUIDv7 and double as message ids: their order is the order of writing.
create table messaging.outbox (
    id uuid primary key,
    topic text not null,
    payload json not null,
    traceparent text,
    created_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 1000);

create function messaging.announce() returns trigger language plpgsql as $$
begin
    notify outbox;
    return null;
end $$;

create trigger announce after insert on messaging.outbox
    for each statement execute function messaging.announce();

create table messaging.inbox (
    consumer text not null,
    message_id uuid not null,
    handled_at timestamptz not null default now(),
    primary key (consumer, message_id)
);

create table messaging.workers (
    instance text primary key,
    seen_at timestamptz not null default now()
) with (fillfactor = 50);
