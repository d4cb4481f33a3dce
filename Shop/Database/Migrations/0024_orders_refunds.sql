alter table orders.orders
    -- The status before the refund of the whole sum was accepted, to which the order returns when the refund is refused.
    -- It stays set then: whether such an order is shipped after all is for staff to decide.
    add column before_refund text,
    -- When orders.paid was last published again because no shipment had followed.
    add column told_at timestamptz;

create index orders_unshipped on orders.orders (created_at)
    where status = 'confirmed' and payment_status = 'paid' and not shipping_created;
