create schema analytics;

-- What happened, for a month. Rows that are not rolled up yet are the tail that every report adds to the days.
create table analytics.events (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    day date not null generated always as ((at at time zone 'UTC')::date) stored,
    -- A purchase is what a visitor's client says; an order, and the goods sold with it, is what was paid.
    type text not null check (type in ('page_view', 'add_to_cart', 'search', 'purchase', 'order', 'sold')),
    visitor uuid,
    product_id uuid,
    quantity integer not null default 1,
    amount numeric(14, 2) not null default 0,
    data json,
    rolled boolean not null default false
);

create index events_tail on analytics.events (id) where not rolled;
create index on analytics.events using brin (at);

create table analytics.days (
    day date primary key,
    page_views bigint not null,
    add_to_carts bigint not null,
    searches bigint not null,
    purchases bigint not null,
    revenue numeric(16, 2) not null
) with (fillfactor = 50);

create table analytics.product_days (
    day date not null,
    product_id uuid not null,
    page_views bigint not null,
    add_to_carts bigint not null,
    sold bigint not null,
    revenue numeric(16, 2) not null,
    primary key (day, product_id)
) with (fillfactor = 50);

-- Who came on a day, so that somebody who came on five is one visitor of the week. The ids are digests.
create table analytics.visitors (
    day date not null,
    visitor uuid not null,
    primary key (day, visitor)
);

-- Goes into the digest of an address, and is thrown away when the day is over: then nobody can tell whose it was.
create table analytics.salts (
    day date primary key,
    salt uuid not null default gen_random_uuid()
);
