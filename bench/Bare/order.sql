with held as (select product_id from inventory.stock where product_id = any ($3) and on_hand > reserved order by product_id for update),
taken as (update inventory.stock s set reserved = s.reserved + 1 from held where s.product_id = held.product_id returning s.product_id),
o as (
    insert into orders.orders (id, user_id, subtotal, shipping_cost, shipping_method, expires_at)
    select $1, $2, (select sum(price) from catalog.products where id = any ($3)), 300, 'standard', now() + interval '30 minutes'
    where (select count(*) from taken) = cardinality($3)
    returning id),
l as (
    insert into orders.lines (order_id, line, product_id, sku, name, price, quantity)
    select o.id, row_number() over (order by p.id), p.id, p.sku, p.name, p.price, 1 from o, catalog.products p where p.id = any ($3)),
m as (insert into messaging.outbox (id, topic, payload) select $4, 'bench', '{}' from o)
select id from o
