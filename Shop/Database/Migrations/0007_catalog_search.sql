-- Lists and searches that take the same time among a million products as among a hundred.
create extension if not exists pg_trgm;

alter table catalog.products add column number bigint generated always as identity;
alter table catalog.products drop column words;
-- "russian" stems Latin words as English. The last lexeme, which no text can contain, says to which 8,192 neighbours a product belongs: a word that is in
-- very many products is looked up neighbourhood by neighbourhood, newest first, until the page is full.
alter table catalog.products add column words tsvector not null generated always as (
    to_tsvector('russian', translate(lower(name || ' ' || keywords || ' ' || description), 'ё', 'е')) || array_to_tsvector(array['#' || (number / 8192)::text])) stored;

create unique index products_number on catalog.products (number);
create index products_words on catalog.products using gin (words) with (fastupdate = off);
create index products_code on catalog.products ((lower(sku) collate "C"));

drop index catalog.products_category_id_idx;
drop index catalog.products_price_id_idx;
drop index catalog.products_name_id_idx;
create index products_newest on catalog.products (number) include (price) where archived_at is null;
create index products_by_price on catalog.products (price, number) where archived_at is null;
create index products_by_name on catalog.products (name, number) include (price) where archived_at is null;
create index category_newest on catalog.products (category, number) include (price) where archived_at is null;
create index category_by_price on catalog.products (category, price, number) where archived_at is null;
create index category_by_name on catalog.products (category, name, number) include (price) where archived_at is null;

-- How many products a category shows ('' for those without one), and how often its lists have changed.
create table catalog.counts (
    category text primary key,
    products bigint not null,
    changes bigint not null default 1
) with (fillfactor = 50);

-- The words in names as people write them, for those who write them a little differently.
create table catalog.vocabulary (word text primary key);
create index vocabulary_similar on catalog.vocabulary using gin (word gin_trgm_ops);

create function catalog.count_product_changes() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into catalog.counts as c (category, products)
        select coalesce(category, ''), count(*) filter (where archived_at is null) from added group by 1 order by 1
        on conflict (category) do update set products = c.products + excluded.products, changes = c.changes + 1;
    elsif tg_op = 'DELETE' then
        insert into catalog.counts as c (category, products)
        select coalesce(category, ''), -count(*) filter (where archived_at is null) from removed group by 1 order by 1
        on conflict (category) do update set products = c.products + excluded.products, changes = c.changes + 1;
    else
        insert into catalog.counts as c (category, products)
        select coalesce(category, ''), sum(n)
        from (select category, case when archived_at is null then 1 else 0 end n from added
            union all select category, case when archived_at is null then -1 else 0 end from removed) changed
        group by 1 order by 1
        on conflict (category) do update set products = c.products + excluded.products, changes = c.changes + 1;
    end if;
    return null;
end $$;

create function catalog.learn_words() returns trigger language plpgsql as $$
begin
    insert into catalog.vocabulary (word)
    select distinct word
    from added, regexp_split_to_table(translate(lower(name || ' ' || keywords), 'ё', 'е'), '[^[:alnum:]]+') word
    where length(word) between 3 and 40 and word ~ '[^0-9]'
    order by word
    on conflict do nothing;
    return null;
end $$;

create trigger count_added after insert on catalog.products referencing new table as added for each statement execute function catalog.count_product_changes();
create trigger count_changed after update on catalog.products referencing old table as removed new table as added for each statement execute function catalog.count_product_changes();
create trigger count_removed after delete on catalog.products referencing old table as removed for each statement execute function catalog.count_product_changes();
create trigger learn_added after insert on catalog.products referencing new table as added for each statement execute function catalog.learn_words();
create trigger learn_changed after update on catalog.products referencing new table as added for each statement execute function catalog.learn_words();

insert into catalog.counts (category, products) select coalesce(category, ''), count(*) from catalog.products where archived_at is null group by 1;
insert into catalog.vocabulary (word)
select distinct word
from catalog.products, regexp_split_to_table(translate(lower(name || ' ' || keywords), 'ё', 'е'), '[^[:alnum:]]+') word
where length(word) between 3 and 40 and word ~ '[^0-9]';
