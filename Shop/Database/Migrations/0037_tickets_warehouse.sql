-- The warehouse of ticket sales: facts that are derived from the staged state of QTickets, and marts for dashboards.
-- A fact is keyed by what identifies it at QTickets, so that a change replaces it. Sums of facts are in kopecks, sums of
-- marts in roubles. Days are Moscow days.
create schema ticket_facts;
create schema ticket_marts;

create table ticket_facts.events (
    event_id bigint primary key,
    name text not null,
    deleted boolean not null
);

create table ticket_facts.shows (
    show_id bigint primary key,
    event_id bigint not null,
    starts_at timestamptz,
    deleted boolean not null
);

-- A ticket (a basket of QTickets) of a paid order, as it is now. One that was deleted, or whose order was, has no row.
-- There are no constraints on sums: what QTickets says is kept, and the checks decide whether the marts may show it.
create table ticket_facts.tickets (
    ticket_id bigint primary key,
    order_id bigint not null,
    event_id bigint not null,
    show_id bigint not null,
    seat text not null,
    quantity integer not null,
    -- The price of all of them.
    revenue bigint not null,
    -- What the buyer got back; a ticket with refunded_at was returned.
    refunded bigint not null,
    sold_at timestamptz not null,
    refunded_at timestamptz,
    utm_source text not null,
    utm_medium text not null,
    utm_campaign text not null,
    sale_day date not null generated always as ((sold_at at time zone 'Europe/Moscow')::date) stored,
    refund_day date generated always as ((refunded_at at time zone 'Europe/Moscow')::date) stored
);
create index on ticket_facts.tickets (order_id);
create index on ticket_facts.tickets (sale_day, show_id);
create index on ticket_facts.tickets (refund_day) where refund_day is not null;

-- Sales by event, show, day and UTM. The returned ones are among the sold ones, on the day of their sale.
create table ticket_facts.sales (
    day date not null,
    event_id bigint not null,
    show_id bigint not null,
    utm_source text not null,
    utm_medium text not null,
    utm_campaign text not null,
    tickets bigint not null,
    revenue bigint not null,
    returned_tickets bigint not null,
    refunded bigint not null,
    primary key (day, show_id, event_id, utm_source, utm_medium, utm_campaign)
);

-- The places of a show as they were last seen on each day.
create table ticket_facts.inventory (
    show_id bigint not null,
    day date not null,
    event_id bigint not null,
    total integer not null,
    sold integer not null,
    reserved integer not null,
    free integer not null,
    taken_at timestamptz not null,
    primary key (show_id, day)
);

-- What staff expect of an event in a month, and what advertising cost on a day. They write it on the staff pages.
create table ticket_facts.plans (
    event_id bigint not null,
    month date not null check (extract(day from month) = 1),
    tickets integer not null check (tickets >= 0),
    revenue bigint not null check (revenue >= 0),
    primary key (event_id, month)
);

create table ticket_facts.advertising (
    day date not null,
    utm_source text not null,
    utm_medium text not null,
    utm_campaign text not null,
    cost bigint not null check (cost >= 0),
    primary key (day, utm_source, utm_medium, utm_campaign)
);

-- Which formulas the facts were derived with: when the program has others, it derives all facts again. And whether the
-- marts are those of the facts, which they are not after a failed check.
create table ticket_facts.derivation (formulas integer not null, marts_are_current boolean not null);
insert into ticket_facts.derivation values (0, false);

-- A member of an order's UTM. QTickets sends an object, or an empty list where there is none.
create function ticket_facts.utm(utm jsonb, name text) returns text language sql immutable parallel safe as $$
    select left(btrim(coalesce(u ->> name, u ->> ('utm_' || name), '')), 200)
    from (select case jsonb_typeof(utm) when 'array' then utm -> 0 else utm end) one (u)
$$;

create table ticket_marts.sales (
    day date not null,
    event_id bigint not null,
    event text not null,
    show_id bigint not null,
    show_starts_at timestamptz,
    tickets bigint not null,
    revenue numeric(16, 2) not null,
    returned_tickets bigint not null,
    refunded numeric(16, 2) not null,
    primary key (day, show_id, event_id)
);

create table ticket_marts.utm_sales (
    day date not null,
    event_id bigint not null,
    event text not null,
    utm_source text not null,
    utm_medium text not null,
    utm_campaign text not null,
    tickets bigint not null,
    revenue numeric(16, 2) not null,
    returned_tickets bigint not null,
    refunded numeric(16, 2) not null,
    primary key (day, event_id, utm_source, utm_medium, utm_campaign)
);

-- Refunds by the day when the money went back.
create table ticket_marts.refunds (
    day date not null,
    event_id bigint not null,
    event text not null,
    show_id bigint not null,
    tickets bigint not null,
    refunded numeric(16, 2) not null,
    -- What the buyers did not get back.
    withheld numeric(16, 2) not null,
    primary key (day, show_id, event_id)
);

create table ticket_marts.inventory (
    show_id bigint primary key,
    event_id bigint not null,
    event text not null,
    show_starts_at timestamptz,
    total integer not null,
    sold integer not null,
    reserved integer not null,
    free integer not null,
    taken_at timestamptz not null
);

-- When the marts were last replaced, by which run. One row, or none before the first run.
create table ticket_marts.state (
    only_row boolean primary key default true check (only_row),
    run_id uuid not null,
    replaced_at timestamptz not null
);

create view ticket_marts.latest_sales as
select * from ticket_marts.sales where day > (now() at time zone 'Europe/Moscow')::date - 14;

-- Sales without what was returned, beside the plan of the month.
create view ticket_marts.plan_fact as
select event_id, month, coalesce(e.name, '') as event, p.event_id is not null as planned,
    coalesce(p.tickets, 0) as planned_tickets, round(coalesce(p.revenue, 0) / 100.0, 2)::numeric(16, 2) as planned_revenue,
    coalesce(s.tickets, 0) as tickets, coalesce(s.revenue, 0)::numeric(16, 2) as revenue,
    round(s.tickets / nullif(p.tickets, 0)::numeric, 4) as tickets_share,
    round(s.revenue * 100 / nullif(p.revenue, 0), 4) as revenue_share
from ticket_facts.plans p
full join (
    select event_id, date_trunc('month', day)::date as month, sum(tickets - returned_tickets)::bigint as tickets,
        sum(revenue - refunded) as revenue
    from ticket_marts.sales group by 1, 2) s using (event_id, month)
left join ticket_facts.events e using (event_id);

-- What advertising earned and cost. The return is null without a cost.
create view ticket_marts.advertising as
select day, utm_source, utm_medium, utm_campaign,
    coalesce(s.tickets, 0) as tickets, coalesce(s.revenue, 0)::numeric(16, 2) as revenue,
    round(coalesce(a.cost, 0) / 100.0, 2)::numeric(16, 2) as cost,
    round((coalesce(s.revenue, 0) * 100 - a.cost) / nullif(a.cost, 0), 4) as return_on_cost
from ticket_facts.advertising a
full join (
    select day, utm_source, utm_medium, utm_campaign, sum(tickets - returned_tickets)::bigint as tickets,
        sum(revenue - refunded) as revenue
    from ticket_marts.utm_sales where utm_source <> '' group by 1, 2, 3, 4) s
    using (day, utm_source, utm_medium, utm_campaign);

-- The roles of the warehouse. Login roles of the importer and of a BI tool become members:
--     create role importer login password '...' in role etl_writer;
-- A role belongs to the whole server: other databases have it too, and several of them may be migrated at once.
create procedure ticket_facts.create_role(wanted text) language plpgsql as $$
begin
    if to_regrole(quote_ident(wanted)) is null then
        execute format('create role %I nologin', wanted);
    end if;
exception
    when duplicate_object or unique_violation then
        null;
    when insufficient_privilege then
        raise warning 'The role % does not exist, and % may not create roles. Let an administrator of the server execute: '
            'create role % nologin; then execute in this database: call ticket_facts.grant_access()',
            wanted, current_user, wanted;
end $$;

-- Grants each role what it needs, and nothing else. It may be called again.
create procedure ticket_facts.grant_access() language plpgsql as $$
begin
    if to_regrole('etl_writer') is not null then
        grant usage on schema tickets, ticket_staging, ticket_facts, ticket_marts to etl_writer;
        grant select, insert, update, delete on all tables in schema tickets, ticket_staging, ticket_facts, ticket_marts
            to etl_writer;
        -- Only staff write plans and costs.
        revoke insert, update, delete on ticket_facts.plans, ticket_facts.advertising from etl_writer;
        grant usage on all sequences in schema tickets, ticket_staging, ticket_facts, ticket_marts to etl_writer;
        grant execute on all functions in schema ticket_facts to etl_writer;
        -- By default everybody may.
        if not has_database_privilege('etl_writer', current_database(), 'temporary') then
            execute format('grant temporary on database %I to etl_writer', current_database());
        end if;
    end if;
    if to_regrole('bi_reader') is not null then
        grant usage on schema ticket_marts to bi_reader;
        grant select on all tables in schema ticket_marts to bi_reader;
    end if;
end $$;

-- Nobody else calls them.
revoke execute on procedure ticket_facts.create_role(text), ticket_facts.grant_access() from public;

call ticket_facts.create_role('etl_writer');
call ticket_facts.create_role('bi_reader');
call ticket_facts.grant_access();
