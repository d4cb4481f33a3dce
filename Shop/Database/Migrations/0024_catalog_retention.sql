-- For the account's export and deletion.
create index on catalog.watches (lower(email));
