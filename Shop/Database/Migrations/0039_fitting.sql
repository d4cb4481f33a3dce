-- Tyre fitting: stations with bays, and bookings of a bay for one slot.
create schema fitting;

create table fitting.stations (
    id uuid primary key,
    -- Callers say a word of the name, in any of the languages.
    slug text not null unique check (slug ~ '^[a-z0-9-]{1,40}$'),
    name text not null,
    name_en text not null,
    name_uk text not null,
    address text not null,
    bays integer not null check (bays between 1 and 50),
    opens time not null,
    closes time not null check (closes > opens),
    slot_minutes integer not null check (slot_minutes between 10 and 240),
    -- ISO days of the week, 1 is Monday.
    days integer[] not null check (days <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(days) > 0),
    time_zone text not null default 'Europe/Moscow',
    closed_at timestamptz
);

create table fitting.bookings (
    -- Made by the caller's side before it asks, so that a repeated request changes nothing.
    id uuid primary key,
    -- What people call it: F-1001.
    number text not null unique,
    station_id uuid not null references fitting.stations,
    bay integer not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    -- Digits only.
    phone text not null check (phone ~ '^[0-9]{6,20}$'),
    status text not null default 'booked' check (status in ('booked', 'cancelled')),
    note text not null default '',
    call_id uuid,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create sequence fitting.numbers start 1001;
alter table fitting.bookings alter column number set default 'F-' || nextval('fitting.numbers');

-- These two decide every race: a bay is booked once for a time, and so is a caller.
create unique index bookings_bay on fitting.bookings (station_id, starts_at, bay) where status = 'booked';
create unique index bookings_caller on fitting.bookings (phone, starts_at) where status = 'booked';
create index on fitting.bookings (starts_at);
create index on fitting.bookings (phone, starts_at);

-- Stations to look at from the first minute on. They are ordinary rows.
insert into fitting.stations (id, slug, name, name_en, name_uk, address, bays, opens, closes, slot_minutes, days) values
    ('019b76dc-0000-7a10-8b01-3f5a9c1e0001', 'lesnaya', 'Лесная', 'Lesnaya', 'Лісна', 'Лесная улица, 12', 2, '09:00', '20:00', 30, array[1, 2, 3, 4, 5, 6, 7]),
    ('019b76dc-0001-7a10-8b01-3f5a9c1e0002', 'zavodskaya', 'Заводская', 'Zavodskaya', 'Заводська', 'Заводская улица, 3', 3, '08:00', '20:00', 30, array[1, 2, 3, 4, 5, 6]),
    ('019b76dc-0002-7a10-8b01-3f5a9c1e0003', 'vokzal', 'Вокзал', 'Vokzal', 'Вокзал', 'Привокзальная площадь, 1', 1, '09:00', '21:00', 30, array[1, 2, 3, 4, 5, 6, 7]);
