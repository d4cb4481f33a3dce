-- The trace in which the step was taken, and the message that told of it: what leads from an order to its messages, and to the dashboard.
alter table orders.history
    add column trace_id text,
    add column message_id uuid,
    add column topic text;
