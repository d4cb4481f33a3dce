-- A reading of the warehouse's feed that came to its end; the id is that of the task that asked for it.
create table inventory.syncs (
    run uuid primary key,
    at timestamptz not null default now(),
    generated_at timestamptz not null,
    products integer not null,
    discrepancies integer not null
);

create index on inventory.syncs (at desc);

-- Where the warehouse and we did not agree. Without a product: goods that only the warehouse knows. What was applied is more than theirs where more
-- of it is promised to orders than the warehouse says there is.
create table inventory.discrepancies (
    run uuid not null,
    sku text not null,
    product_id uuid,
    ours integer,
    theirs integer not null,
    applied integer,
    at timestamptz not null default now(),
    primary key (run, sku)
);

create index on inventory.discrepancies (at desc);
