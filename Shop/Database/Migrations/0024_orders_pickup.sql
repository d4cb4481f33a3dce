-- An order for pickup (shipping_method 'pickup') is confirmed unpaid and keeps its goods until it expires.
create index orders_for_pickup on orders.orders (expires_at) where shipping_method = 'pickup' and status in ('confirmed', 'processing');
create index orders_for_pickup_of on orders.orders (user_id) where shipping_method = 'pickup' and status in ('confirmed', 'processing');
