create schema pilot;

-- No reference to the reporter: what was reported outlives the account. The trace is that of what failed, where the reporter saw its number.
create table pilot.error_reports (
    id uuid primary key,
    title text not null,
    description text not null,
    steps_to_reproduce text,
    expected_behavior text,
    actual_behavior text,
    category text not null check (category in ('ui', 'functionality', 'performance', 'security', 'integration', 'data', 'other')),
    severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
    status text not null default 'new' check (status in ('new', 'investigating', 'confirmed', 'in_progress', 'resolved', 'wont_fix')),
    module text,
    url text,
    user_agent text,
    browser text,
    operating_system text,
    reporter_id uuid,
    user_email text,
    trace_id text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table pilot.feedback (
    id uuid primary key,
    message text not null,
    rating smallint check (rating between 1 and 5),
    page text,
    user_id uuid,
    created_at timestamptz not null default now()
);
