select p.id, p.name, p.description, p.price, p.sku,
    (select coalesce(c.name_en, c.name) from catalog.categories c where c.slug = p.category), p.category, s.on_hand - s.reserved, p.image_url, p.attributes, p.rating, p.version,
    p.grams, p.length, p.width, p.height
from catalog.products p join inventory.stock s on s.product_id = p.id where p.id = $1 and p.archived_at is null
