-- How many goods an account reserves without having paid.
create index orders_unpaid on orders.orders (user_id) where status = 'pending';
