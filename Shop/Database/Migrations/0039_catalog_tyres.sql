-- Tyres are found by size on the phone. Attributes may be written in either language.
create index products_tyre_size on catalog.products (upper(coalesce(attributes ->> 'размер', attributes ->> 'size')))
    where category = 'tires' and archived_at is null;
