-- For the retention; the rows lie in the order of time.
create index on notifications.messages using brin (created_at);
