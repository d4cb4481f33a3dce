create index on messaging.dead_letters (message_id) where message_id is not null;
