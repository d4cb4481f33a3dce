-- Orders made on the phone. Whoever opens the link in the text message confirms one, and then it is an order.
create table orders.phone_orders (
    -- Also the id of the order that it becomes, so that it becomes one order only.
    id uuid primary key,
    -- Digits only.
    phone text not null check (phone ~ '^[0-9]{6,20}$'),
    language text not null check (language in ('ru', 'en')),
    call_id uuid,
    -- [{"product_id": ..., "name": ..., "price": ..., "quantity": ...}], as they were offered.
    items jsonb not null,
    total numeric(12, 2) not null check (total >= 0),
    -- The SHA-256 of the token in the link; null until the text message is sent.
    token_hash text unique,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    confirmed_at timestamptz
);
create index on orders.phone_orders (created_at);
create index on orders.phone_orders (phone);
