-- A report is what a person wrote, or a group of equal errors that hosts, browsers and SDKs sent. Equal errors have the
-- same hash; merging two reports moves the hashes of one to the other.
alter table pilot.error_reports
    add source text not null default 'person' check (source in ('person', 'host', 'browser', 'sdk')),
    add culprit text,
    add grouped_by text,
    add count bigint not null default 1,
    add users integer not null default 0,
    add first_seen timestamptz not null default now(),
    add last_seen timestamptz not null default now(),
    add first_release text,
    add last_release text,
    add environment text,
    add assigned_to uuid,
    add solution_details text,
    add resolved_at timestamptz,
    add resolved_by uuid,
    -- The release that contains the solution: errors of older releases do not reopen the report. 'next' until it is seen.
    add resolved_in text,
    add reopened_at timestamptz,
    add snoozed_until timestamptz,
    add snoozed_until_count bigint,
    add issue_number integer,
    add issue_url text,
    add issue_requested_at timestamptz,
    add issue_closed_at timestamptz,
    add merged_into uuid references pilot.error_reports on delete set null;

update pilot.error_reports set first_seen = created_at, last_seen = created_at;

-- The version is that of the grouping rules. The explanation says what the hash is made of.
create table pilot.report_hashes (
    hash uuid primary key,
    report_id uuid not null references pilot.error_reports on delete cascade,
    -- The report that the hash was made for: unmerging returns the hash to it.
    original_id uuid not null references pilot.error_reports on delete cascade,
    version smallint not null,
    explanation text not null,
    created_at timestamptz not null default now()
);
create index on pilot.report_hashes (report_id);
create index on pilot.report_hashes (original_id);

-- Samples: the first and the newest occurrences of a report are kept with their details, all are counted.
create table pilot.occurrences (
    id uuid primary key,
    report_id uuid not null references pilot.error_reports on delete cascade,
    hash uuid not null,
    at timestamptz not null,
    release text,
    environment text,
    trace_id text,
    -- Tells users apart and names nobody.
    user_hash uuid,
    -- Stack, breadcrumbs, request, tags and contexts, scrubbed before they were stored.
    data jsonb not null
);
create index on pilot.occurrences (report_id, at desc);
create index on pilot.occurrences (trace_id) where trace_id is not null;

create table pilot.report_hours (
    report_id uuid not null references pilot.error_reports on delete cascade,
    hour timestamptz not null,
    count bigint not null,
    primary key (report_id, hour)
);
create index on pilot.report_hours (hour);

create table pilot.report_users (
    report_id uuid not null references pilot.error_reports on delete cascade,
    user_hash uuid not null,
    primary key (report_id, user_hash)
);

create table pilot.report_releases (
    report_id uuid not null references pilot.error_reports on delete cascade,
    release text not null,
    count bigint not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    primary key (report_id, release)
);

-- In the order in which the shop first heard of them: "newer release" means a greater number.
create table pilot.releases (
    number bigint generated always as identity primary key,
    release text not null unique,
    first_seen timestamptz not null default now()
);

create table pilot.comments (
    id uuid primary key,
    report_id uuid not null references pilot.error_reports on delete cascade,
    author_id uuid,
    author text not null,
    content text not null,
    is_technical_note boolean not null default false,
    created_at timestamptz not null default now()
);
create index on pilot.comments (report_id, created_at);

-- Everything that happened to a report. The actor is null when the shop did it by itself.
create table pilot.report_history (
    id bigint generated always as identity primary key,
    report_id uuid not null references pilot.error_reports on delete cascade,
    at timestamptz not null default now(),
    actor_id uuid,
    actor text,
    action text not null,
    data jsonb
);
create index on pilot.report_history (report_id, id);

create index on pilot.error_reports (last_seen desc);
create index on pilot.error_reports (created_at);
create index on pilot.error_reports (assigned_to) where assigned_to is not null;
create index on pilot.error_reports using gin (title gin_trgm_ops);

-- Feedback about an error that was just shown, as the dialog of Sentry's SDK sends it.
alter table pilot.feedback add report_id uuid references pilot.error_reports on delete set null;
create index on pilot.feedback (created_at);
