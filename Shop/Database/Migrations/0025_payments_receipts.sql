-- A fiscal receipt as it was first sent: a retry under the same idempotency key has to send the same lines.
create table payments.receipts (
    -- The idempotency key of a receipt that is sent by itself, at the hand-over.
    id uuid primary key,
    payment_id uuid not null references payments.payments (id),
    order_id uuid not null,
    refund_id uuid references payments.refunds (id),
    kind text not null check (kind in ('payment', 'hand_over', 'refund')),
    mode text not null check (mode in ('full_prepayment', 'full_payment')),
    lines json not null,
    -- Where the provider sends the receipt; forgotten once its state is final.
    contact text,
    state text not null default 'pending' check (state in ('pending', 'sent', 'registered', 'failed')),
    failure text,
    provider_id text,
    asked_at timestamptz,
    checks integer not null default 0,
    next_check_at timestamptz default now() + interval '1 minute',
    created_at timestamptz not null default now(),
    trace_id text
);

create unique index receipts_once on payments.receipts (payment_id, kind) where refund_id is null;
create unique index on payments.receipts (refund_id);
create index on payments.receipts (order_id);
create index on payments.receipts (next_check_at) where state in ('pending', 'sent');
