-- A deployment keeps the categories of the sample goods and begins without the goods. The migrator says which it is.
do $$
begin
    if current_setting('shop.sample_goods', true) = 'off' then
        -- Their ids were all given on the first of January 2026; no other product has such a one.
        delete from inventory.stock where product_id between '019b76da-0000-0000-0000-000000000000' and '019b76dc-ffff-ffff-ffff-ffffffffffff';
        delete from catalog.watches where product_id between '019b76da-0000-0000-0000-000000000000' and '019b76dc-ffff-ffff-ffff-ffffffffffff';
        delete from catalog.products where id between '019b76da-0000-0000-0000-000000000000' and '019b76dc-ffff-ffff-ffff-ffffffffffff';
        -- The words that a search corrects to are never removed otherwise, because other products may have them.
        if not exists (select from catalog.products) then
            delete from catalog.vocabulary;
        end if;
    end if;
end $$;
