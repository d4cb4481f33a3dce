-- A packed piece: grams and whole centimetres. The default is a small parcel.
alter table catalog.products
    add column grams integer not null default 500 check (grams between 1 and 1000000),
    add column length integer not null default 20 check (length between 1 and 1000),
    add column width integer not null default 15 check (width between 1 and 1000),
    add column height integer not null default 10 check (height between 1 and 1000);

update catalog.products p set grams = m.grams, length = m.length, width = m.width, height = m.height
from (values ('tea', 400, 20, 12, 10), ('home', 1500, 35, 25, 15), ('electronics', 800, 25, 20, 10), ('books', 500, 24, 17, 4), ('kids', 900, 35, 25, 10),
    ('clothing', 600, 35, 25, 8), ('sports', 2000, 50, 30, 20), ('tires', 9500, 65, 65, 22), ('beauty', 300, 15, 10, 8), ('garden', 2500, 50, 25, 20))
    m (category, grams, length, width, height)
where p.category = m.category;
