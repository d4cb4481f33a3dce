-- The row of the founder outlives the account: nobody becomes the founder after it was deleted.
alter table accounts.founder drop constraint founder_user_id_fkey;

-- For the retention; the rows lie in the order of time, so this is a few pages, and costs an insert next to nothing.
create index on accounts.audit using brin (at);
