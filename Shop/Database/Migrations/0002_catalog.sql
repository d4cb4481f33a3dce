create schema catalog;

-- Names compare and fold case as Unicode says, whatever locale the cluster was initialised with: under "C" no Cyrillic letter has a lower case.
create table catalog.categories (
    slug text primary key,
    id uuid not null unique,
    name text collate "und-x-icu" not null unique
);

create table catalog.products (
    id uuid primary key,
    name text collate "und-x-icu" not null check (name <> ''),
    description text not null default '',
    price numeric(12, 2) not null check (price >= 0),
    sku text not null unique,
    category text references catalog.categories (slug),
    quantity integer not null check (quantity >= 0),
    image_url text,
    attributes jsonb not null default '{}',
    rating numeric(3, 2) check (rating between 0 and 5),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    words tsvector not null generated always as (to_tsvector('russian', lower(name || ' ' || description))) stored
);

create index on catalog.products (category, id desc);
create index on catalog.products (price, id desc);
create index on catalog.products (name, id desc);
create index on catalog.products using gin (words);

create table catalog.watches (
    id uuid primary key,
    product_id uuid not null references catalog.products (id),
    email text not null,
    created_at timestamptz not null default now()
);

create unique index watches_once on catalog.watches (product_id, lower(email));
