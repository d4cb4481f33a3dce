-- What it is about, and to whom it belongs. The text is not kept: it may carry a token.
alter table notifications.messages
    add column order_id uuid,
    add column user_id uuid,
    add column language text not null default 'ru',
    drop constraint messages_status_check,
    -- 'retrying' is tried again by itself, 'failed' only when somebody asks for it.
    add constraint messages_status_check check (status in ('sending', 'sent', 'retrying', 'failed')),
    add constraint messages_kind_check check (kind in ('email', 'sms'));

create index on notifications.messages (order_id, created_at) where order_id is not null;
