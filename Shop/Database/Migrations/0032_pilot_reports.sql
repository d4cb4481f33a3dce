-- Reports about the pilot as they were when they were made. One per kind and period, however many workers there are.
create table pilot.reports (
    id uuid primary key,
    kind text not null check (kind in ('daily', 'weekly')),
    first_day date not null,
    last_day date not null,
    state text not null check (state in ('good', 'needs_attention', 'bad')),
    figures json not null,
    created_at timestamptz not null default now(),
    unique (kind, first_day)
);
create index on pilot.reports (created_at);
