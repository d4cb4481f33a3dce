-- One of the sample goods is the product that clients look for by this name in their own tests.
with added as (
    insert into catalog.products (id, category, name, description, price, sku, image_url, attributes, rating, keywords)
    values ('019b76dc-0000-7a5e-9c31-5d2f8e4b7a60', 'electronics', 'Test product', 'Для проверки заказа, оплаты и доставки.', 100.00,
        'TEST-PRODUCT', '/images/products/electronics/TEST-PRODUCT.svg', '{}', 4.5, 'test sample demo')
    returning id)
insert into inventory.stock (product_id, on_hand) select id, 20000 from added;
