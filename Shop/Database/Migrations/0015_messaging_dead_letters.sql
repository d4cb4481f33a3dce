-- A queue cannot be looked into without being emptied, so what reaches a queue of dead letters is kept here, bytes and all. The id is a digest of the
-- letter: the same one delivered twice is one row, and a letter that dies again after a replay is another.
create table messaging.dead_letters (
    id uuid primary key,
    consumer text not null,
    message_id text,
    topic text not null,
    reason text,
    attempts integer not null,
    first_failed_at timestamptz not null,
    last_failed_at timestamptz not null,
    headers json not null,
    payload bytea not null,
    requested_at timestamptz,
    replayed_at timestamptz
);

create index on messaging.dead_letters (last_failed_at desc) where replayed_at is null;
create index on messaging.dead_letters (consumer) where requested_at is not null and replayed_at is null;

-- For the pruning; the rows lie in the order of time, so this is a few pages, and costs an insert next to nothing.
create index on messaging.inbox using brin (handled_at);
