create schema payments;

-- The id doubles as the idempotency key at the provider: asking again about the same payment can never charge twice.
create table payments.payments (
    id uuid primary key,
    order_id uuid not null,
    provider text not null,
    status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed')),
    amount numeric(14, 2) not null check (amount > 0),
    currency text not null,
    method text not null,
    -- What the customer's browser got from the provider in exchange for the card; forgotten as soon as the payment is final.
    token text,
    return_url text,
    provider_id text,
    confirmation_url text,
    failure text,
    -- Promised to be given back, and given back.
    refunding numeric(14, 2) not null default 0,
    refunded numeric(14, 2) not null default 0,
    checks integer not null default 0,
    next_check_at timestamptz not null default now() + interval '10 seconds',
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    constraint never_refunded_too_much check (refunded <= refunding and refunding <= amount)
) with (fillfactor = 80);

-- One payment at a time for an order, and none after one has succeeded.
create unique index payments_once on payments.payments (order_id) where status in ('pending', 'succeeded');
create unique index on payments.payments (provider, provider_id);
create index on payments.payments (next_check_at) where status = 'pending';

create table payments.refunds (
    id uuid primary key,
    payment_id uuid not null references payments.payments (id),
    order_id uuid not null,
    amount numeric(14, 2) not null check (amount > 0),
    reason text not null,
    status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed')),
    provider_id text,
    failure text,
    created_at timestamptz not null default now(),
    settled_at timestamptz
);

create index on payments.refunds (order_id);
