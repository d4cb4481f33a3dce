-- Goes into the hashes of the users whom errors met. Unlike those of requests, they are counted over months, and found
-- again when a user asks for an export or an erasure, so the salt stays.
create table pilot.error_salt (
    is_only boolean primary key default true check (is_only),
    salt uuid not null default gen_random_uuid()
);
insert into pilot.error_salt default values;

-- The hashes so far were digests without a salt: the first 16 bytes of SHA-256, of which the older code stored the first
-- eight as three little-endian numbers.
create function pilot.salted(old uuid) returns uuid language sql as $$
    with bytes as (select uuid_send(old) b),
    digest as (
        select substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1)
            || substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9) as d
        from bytes)
    select encode(substr(sha256(uuid_send(salt) || d), 1, 16), 'hex')::uuid from digest, pilot.error_salt
$$;
update pilot.occurrences set user_hash = pilot.salted(user_hash), data = data - 'user_hash' where user_hash is not null;
update pilot.report_users set user_hash = pilot.salted(user_hash);
drop function pilot.salted(uuid);

-- The ids of the newest events: a client may send an event twice, and the second time another replica may take it.
create table pilot.event_ids (
    id uuid primary key,
    at timestamptz not null default now()
);
create index on pilot.event_ids (at);

-- Requests that executed one statement too often.
alter table pilot.request_intervals
    add repeated bigint not null default 0,
    add most_repeats integer not null default 0,
    add most_repeats_trace uuid;
