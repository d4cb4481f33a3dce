-- The trace in which the provider was first asked, and the message that a refund waits for.
alter table payments.payments add column trace_id text;
alter table payments.refunds add column trace_id text, add column message_id uuid;

create index on payments.payments (order_id);
