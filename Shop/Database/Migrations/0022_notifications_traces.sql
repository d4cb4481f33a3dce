alter table notifications.messages add column trace_id text;
