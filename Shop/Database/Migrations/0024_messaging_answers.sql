-- The responses to requests with an Idempotency-Key, kept for a day. The effect's id is chosen with the first claim: a
-- request whose process died is run again with the same id, so its effect cannot happen twice.
create table messaging.answers (
    account_id uuid not null,
    route text not null,
    key text not null,
    request_hash bytea not null,
    effect_id uuid not null,
    -- Until then the request may still be running.
    claimed_until timestamptz not null,
    -- Null until the request has ended.
    status integer,
    location text,
    content_type text,
    body bytea,
    created_at timestamptz not null default now(),
    primary key (account_id, route, key)
);

create index on messaging.answers (created_at);
