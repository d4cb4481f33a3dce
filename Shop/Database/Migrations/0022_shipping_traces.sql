-- The trace in which the carrier was first asked.
alter table shipping.shipments add column trace_id text;
