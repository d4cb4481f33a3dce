-- An order keeps its idempotency key itself. Another body under the same key is an error.
alter table orders.orders add column request_hash bytea;
