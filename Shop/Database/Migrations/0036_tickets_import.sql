-- What QTickets answered, as it came, and the latest state of each object. Facts and marts have their own migration.
create schema ticket_staging;
create schema tickets;

-- Each run of a job. All jobs of one round (import, derive, check) have one run id.
create table tickets.job_runs (
    run_id uuid not null,
    job text not null check (job in ('import', 'webhook', 'derive', 'check', 'end_to_end')),
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    -- A run that was killed is found running by the next one, which sets it to interrupted and resumes its work.
    status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'interrupted')),
    -- The rows that it changed.
    rows bigint not null default 0,
    message text not null default '',
    metrics jsonb not null default '{}',
    primary key (run_id, job),
    check ((status = 'running') = (finished_at is null))
);
create index on tickets.job_runs (job, started_at desc);
create index on tickets.job_runs (started_at);

-- Each answer that a run received. An answer that is equal to an earlier one shares its body.
create table ticket_staging.answers (
    id bigint generated always as identity primary key,
    run_id uuid not null,
    resource text not null check (resource in ('events', 'shows', 'orders', 'inventory')),
    path text not null,
    -- The body of the request (QTickets reads filters there); empty for a webhook.
    filter text not null,
    page integer not null,
    -- SHA-256 of the bytes as they came.
    hash bytea not null,
    received_at timestamptz not null
);
create index on ticket_staging.answers (received_at);
create index on ticket_staging.answers (hash);

-- The bytes as they came, compressed with gzip. They contain personal data, so they are kept for a short time only.
create table ticket_staging.bodies (
    hash bytea primary key,
    gzip bytea not null,
    last_received_at timestamptz not null
);
alter table ticket_staging.bodies alter column gzip set storage external;
create index on ticket_staging.bodies (last_received_at);

-- The latest state of each object, without personal data. An older state never replaces a newer one.
-- orders: item_id is the order's id, and the body has the members id, event_id, payed, payed_at, created_at, updated_at,
--     deleted_at, client_id, site_id, promo_code_id, discount_id, price, original_price, currency_id, utm, and baskets:
--     [{id, show_id, seat_id, original_price, discount_value, price, quantity, checked_at, created_at, updated_at,
--     deleted_at, refunded_at, refunded_amount, refunded_deduction_amount}]. Sums are JSON numbers or text, in roubles.
-- events: id, name, site_id, city_id, currency_id, created_at, updated_at, deleted_at.
-- shows: id, event_id, start_date, finish_date, created_at, updated_at, deleted_at, is_active, sale_finish_date.
-- inventory: item_id is the show's id, and the body is {"show_id":1,"event_id":1,"total":100,"sold":40,"reserved":2,
--     "free":58,"zones":[{"zone":"PARTERRE","total":100,"sold":40,"reserved":2,"free":58}]}.
create table ticket_staging.items (
    resource text not null check (resource in ('events', 'shows', 'orders', 'inventory')),
    item_id bigint not null,
    hash bytea not null,
    body jsonb not null,
    -- When QTickets changed it.
    updated_at timestamptz not null,
    -- The object is deleted at QTickets; it may be restored later. Its own deleted_at is in the body.
    deleted boolean not null default false,
    -- The run that brought this state; equal states of later runs do not change the row.
    run_id uuid not null,
    -- When the answer with this state was received.
    received_at timestamptz not null,
    primary key (resource, item_id)
);
-- Most orders are smaller than the 2 kB from which PostgreSQL compresses, which would be slower to read.
alter table ticket_staging.items alter column body set storage external;

-- The objects that have changed since facts were derived. Whoever changes an item adds a row in the same transaction.
-- The derivation deletes the rows in the transaction that writes the facts, and reads the items after that. There is no
-- key, so a webhook never waits for a derivation, and an object may be there twice.
create table ticket_staging.changes (
    resource text not null,
    item_id bigint not null
);

-- How far the import of each resource has come.
create table ticket_staging.sources (
    resource text primary key check (resource in ('events', 'shows', 'orders', 'inventory')),
    -- All changes before this moment, by the clock of QTickets, are in staging.
    watermark timestamptz,
    -- The unfinished pass, which the next run resumes: when it began, what it asks for (null is everything), and the last
    -- id that it has stored.
    pass_began_at timestamptz,
    pass_since timestamptz,
    pass_after_id bigint,
    -- When a pass over everything last began and reached the end.
    full_at timestamptz,
    -- When an import last reached the end, also when there was nothing new: the freshness of the source.
    completed_at timestamptz
);
insert into ticket_staging.sources (resource) values ('events'), ('shows'), ('orders'), ('inventory');
