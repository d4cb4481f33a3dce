-- What a fiscal receipt says about a product. Null: the shop's default (settings Payments:Receipts).
alter table catalog.products
    add vat text check (vat in ('0', '5', '7', '10', '20', '22', 'none')),
    add payment_subject text
        check (payment_subject in ('commodity', 'excise', 'job', 'service', 'intellectual_activity', 'another'));
