-- The carrier whose price the customer accepted (null when no carrier answered), and the parcel that it was asked about.
alter table orders.orders
    add column carrier text,
    add column parcel json;
