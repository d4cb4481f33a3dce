alter table tasks.tasks add column trace_id text;

-- A subject is the id of an order, {"order_id": "..."}, or about none.
create index tasks_of_order on tasks.tasks ((coalesce(subject ->> 'order_id', subject #>> '{}')));
