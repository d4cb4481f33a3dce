-- Callers are found by the last ten digits of their number, however it is written in the account.
create index users_phone on accounts.users (right(regexp_replace(phone, '\D', '', 'g'), 10)) where phone <> '';
