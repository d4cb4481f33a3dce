create schema inventory;

-- Apart from the product, because it changes with every order: a narrow row that is updated in place, while a product's page and indexes rest.
create table inventory.stock (
    product_id uuid primary key,
    on_hand integer not null,
    reserved integer not null default 0 check (reserved >= 0),
    constraint never_oversold check (on_hand >= reserved)
) with (fillfactor = 50);

insert into inventory.stock (product_id, on_hand) select id, quantity from catalog.products;
alter table catalog.products drop column quantity;
