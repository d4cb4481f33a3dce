-- severity: warning
-- The importer may write the warehouse, a BI tool may read the marts, and neither may read the shop or anything else.
with roles as (
    select name, to_regrole(name) as role from unnest(array['etl_writer', 'bi_reader']) name),
tables as (
    select c.oid, n.nspname as schema, n.nspname || '.' || c.relname as name, n.oid as schema_id
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'p') and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'),
rights as (
    select roles.name as role, tables.name as relation,
        has_schema_privilege(role, schema_id, 'usage') and has_table_privilege(role, oid, 'select') as may_read,
        has_table_privilege(role, oid, 'insert') as may_write,
        case roles.name when 'bi_reader' then schema = 'ticket_marts'
            else schema in ('tickets', 'ticket_staging', 'ticket_facts', 'ticket_marts') end as should_read,
        roles.name = 'etl_writer' and schema in ('tickets', 'ticket_staging', 'ticket_facts', 'ticket_marts')
            and tables.name not in ('ticket_facts.plans', 'ticket_facts.advertising') as should_write
    from roles cross join tables where role is not null)
select 'the role ' || name || ' does not exist' from roles where role is null
union all
select role || case when should_read then ' may not read ' else ' may read ' end || relation
from rights where may_read <> should_read
union all
select role || case when should_write then ' may not write ' else ' may write ' end || relation
from rights where may_write <> should_write
