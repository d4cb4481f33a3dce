create schema shipping;

create table shipping.shipments (
    id uuid primary key,
    order_id uuid not null unique,
    carrier text not null,
    status text not null default 'creating' check (status in ('creating', 'created', 'in_transit', 'delivered', 'returned', 'failed', 'cancelled')),
    recipient json not null,
    -- Whoever tries to create it at the carrier holds it until then.
    claimed_until timestamptz not null,
    attempts integer not null default 1,
    provider_id text,
    tracking_number text,
    failure text,
    next_check_at timestamptz not null default now(),
    created_at timestamptz not null default now()
) with (fillfactor = 80);

create index on shipping.shipments (tracking_number);
create index on shipping.shipments (next_check_at) where status in ('created', 'in_transit');

create table shipping.events (
    shipment_id uuid not null references shipping.shipments (id),
    at timestamptz not null,
    status text not null,
    place text,
    primary key (shipment_id, at, status)
);
