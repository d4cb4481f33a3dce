-- Without a FROM, so that PostgreSQL inlines it. A call for each member of each order took most of a derivation.
create or replace function ticket_facts.utm(utm jsonb, name text) returns text language sql immutable parallel safe as $$
    select left(btrim(coalesce(
        case jsonb_typeof(utm) when 'array' then utm -> 0 else utm end ->> name,
        case jsonb_typeof(utm) when 'array' then utm -> 0 else utm end ->> ('utm_' || name), '')), 200)
$$;
