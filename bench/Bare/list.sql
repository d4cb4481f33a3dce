with state as materialized (
    select coalesce(sum(products), 0)::bigint as products, coalesce(sum(changes), 0)::bigint as changes from catalog.counts
    where category = (select slug from catalog.categories where $1 in (slug, lower(name), lower(name_en)) order by slug limit 1)),
total as materialized (select products as n, changes from state),
page as materialized (
    select p.number from catalog.products p
    where p.archived_at is null
        and p.category = (select slug from catalog.categories where $1 in (slug, lower(name), lower(name_en)) order by slug limit 1)
    order by p.number desc limit $2 offset $3)
select p.*, total.n, total.changes
from total left join (page cross join lateral (
    select p.id, p.name, p.description, p.price, p.sku,
        (select coalesce(c.name_en, c.name) from catalog.categories c where c.slug = p.category), p.category, s.on_hand - s.reserved, p.image_url, p.attributes, p.rating,
        p.version, p.grams, p.length, p.width, p.height, p.number
    from catalog.products p join inventory.stock s on s.product_id = p.id where p.number = page.number limit 1) p) on true
order by p.number desc
