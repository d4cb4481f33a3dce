create schema orders;

create sequence orders.numbers start 100001;

create table orders.orders (
    id uuid primary key,
    number text not null unique default 'S-' || nextval('orders.numbers'),
    user_id uuid not null,
    status text not null default 'pending'
        check (status in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded')),
    payment_status text not null default 'unpaid'
        check (payment_status in ('unpaid', 'pending', 'paid', 'failed', 'refunded')),
    currency text not null default 'RUB',
    subtotal numeric(14, 2) not null,
    shipping_cost numeric(12, 2) not null,
    total numeric(14, 2) not null generated always as (subtotal + shipping_cost) stored,
    payment_method text,
    shipping_method text not null,
    shipping_address json,
    billing_address json,
    inventory_reserved boolean not null default true,
    payment_processed boolean not null default false,
    shipping_created boolean not null default false,
    idempotency_key text,
    created_at timestamptz not null default now(),
    -- Until then the goods of an unpaid order are held.
    expires_at timestamptz
) with (fillfactor = 80);

create unique index orders_once on orders.orders (user_id, idempotency_key) where idempotency_key is not null;
create index on orders.orders (user_id, id desc);
create index on orders.orders (expires_at) where status = 'pending';

create table orders.lines (
    order_id uuid not null,
    line integer not null,
    product_id uuid not null,
    sku text not null,
    name text not null,
    price numeric(12, 2) not null,
    quantity integer not null check (quantity > 0),
    primary key (order_id, line)
);

create table orders.history (
    order_id uuid not null,
    at timestamptz not null default clock_timestamp(),
    status text not null,
    payment_status text not null,
    note text not null
);

create index on orders.history (order_id, at);
