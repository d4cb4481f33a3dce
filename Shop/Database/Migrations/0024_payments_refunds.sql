-- A bank may take days to decide: a worker asks again until it has.
alter table payments.refunds
    add column checks integer not null default 0,
    add column next_check_at timestamptz not null default now() + interval '10 seconds';

create index on payments.refunds (next_check_at) where status = 'pending';

-- An order of sum 0 is paid without a provider.
alter table payments.payments
    drop constraint payments_amount_check,
    add constraint payments_amount_check check (amount >= 0);
