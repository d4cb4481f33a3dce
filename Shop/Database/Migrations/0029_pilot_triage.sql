-- What similar reports are found by, apart from the report: counting an error updates the report, and would write these
-- indexes again each time.
create table pilot.report_texts (
    report_id uuid primary key references pilot.error_reports on delete cascade,
    title text not null,
    words tsvector not null
);
drop index pilot.error_reports_title_idx;

create function pilot.write_report_text() returns trigger language plpgsql as $$
begin
    insert into pilot.report_texts (report_id, title, words)
    values (new.id, new.title, to_tsvector('russian', concat_ws(' ', new.title, new.culprit, new.description)))
    on conflict (report_id) do update set title = excluded.title, words = excluded.words;
    return null;
end $$;

create trigger write_text after insert or update of title, culprit, description on pilot.error_reports
    for each row execute function pilot.write_report_text();

insert into pilot.report_texts (report_id, title, words)
select id, title, to_tsvector('russian', concat_ws(' ', title, culprit, description)) from pilot.error_reports;

create index on pilot.report_texts using gin (title gin_trgm_ops);
create index on pilot.report_texts using gin (words);

-- How many reports of each day are in each category, severity, status and module. A change adds rows, -1 for what a
-- report was and +1 for what it is: nobody waits for anybody. A schedule adds them up, so a sum over the rows is right
-- at any time.
create table pilot.report_counts (
    day date not null,
    dimension text not null,
    name text not null,
    count bigint not null
);
create index on pilot.report_counts (day);

-- Reports that are merged into others count nowhere.
create function pilot.counted_as(category text, severity text, status text, module text, merged_into uuid)
returns table (dimension text, name text) language sql immutable as $$
    select d.dimension, d.name
    from (values ('category', category), ('severity', severity), ('status', status), ('module', coalesce(module, 'none')),
        ('unresolved', case when status not in ('resolved', 'wont_fix') then severity end)) d (dimension, name)
    where d.name is not null and merged_into is null
$$;

create function pilot.count_reports() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into pilot.report_counts
        select (r.created_at at time zone 'utc')::date, c.dimension, c.name, count(*)
        from added r, pilot.counted_as(r.category, r.severity, r.status, r.module, r.merged_into) c group by 1, 2, 3;
    elsif tg_op = 'DELETE' then
        insert into pilot.report_counts
        select (r.created_at at time zone 'utc')::date, c.dimension, c.name, -count(*)
        from removed r, pilot.counted_as(r.category, r.severity, r.status, r.module, r.merged_into) c group by 1, 2, 3;
    else
        insert into pilot.report_counts
        select (r.created_at at time zone 'utc')::date, c.dimension, c.name, sum(r.sign)
        from (select o.id, o.created_at, o.category, o.severity, o.status, o.module, o.merged_into, -1 sign from removed o
            union all select n.id, n.created_at, n.category, n.severity, n.status, n.module, n.merged_into, 1 from added n) r
        join (select o.id from removed o join added n on n.id = o.id
            where (o.created_at, o.category, o.severity, o.status, o.module, o.merged_into)
                is distinct from (n.created_at, n.category, n.severity, n.status, n.module, n.merged_into)) changed on changed.id = r.id,
            pilot.counted_as(r.category, r.severity, r.status, r.module, r.merged_into) c
        group by 1, 2, 3 having sum(r.sign) <> 0;
    end if;
    return null;
end $$;

create trigger count_added after insert on pilot.error_reports
    referencing new table as added for each statement execute function pilot.count_reports();
create trigger count_changed after update on pilot.error_reports
    referencing old table as removed new table as added for each statement execute function pilot.count_reports();
create trigger count_removed after delete on pilot.error_reports
    referencing old table as removed for each statement execute function pilot.count_reports();

insert into pilot.report_counts
select (r.created_at at time zone 'utc')::date, c.dimension, c.name, count(*)
from pilot.error_reports r, pilot.counted_as(r.category, r.severity, r.status, r.module, r.merged_into) c group by 1, 2, 3;

create index on pilot.error_reports (resolved_at) where resolved_at is not null;
create index on pilot.error_reports (trace_id) where source = 'person';
-- For the deletion of an account.
create index on pilot.error_reports (reporter_id) where reporter_id is not null;
create index on pilot.error_reports (lower(user_email)) where user_email is not null;
create index on pilot.error_reports (resolved_by) where resolved_by is not null;
create index on pilot.comments (author_id);
create index on pilot.report_history (actor_id) where actor_id is not null;
create index on pilot.error_reports (merged_into) where merged_into is not null;

-- Open issues are looked at now and then, because GitHub does not tell when one is closed.
alter table pilot.error_reports add issue_checked_at timestamptz;
create index on pilot.error_reports (issue_checked_at) where issue_number is not null and issue_closed_at is null;
