create schema notifications;

-- The id is the id of the message that asked for it. 'sending' says who tries, and until when nobody else does.
create table notifications.messages (
    id uuid primary key,
    kind text not null,
    provider text not null,
    recipient text not null,
    template text not null,
    status text not null check (status in ('sending', 'sent', 'failed')),
    attempts integer not null default 1,
    claimed_until timestamptz not null,
    provider_id text,
    error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz
);
