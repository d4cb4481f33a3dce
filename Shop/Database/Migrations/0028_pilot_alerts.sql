-- The mails to the team, whoever wrote them. A worker sends each once.
create table pilot.alert_mails (
    id uuid primary key,
    kind text not null check (kind in ('alert', 'summary', 'digest', 'other')),
    subject text not null,
    text text not null,
    path text,
    created_at timestamptz not null default now()
);
create index on pilot.alert_mails (created_at);

-- What the team is to hear of a report. One that is not mailed yet waits for its hour's mails or for the digest.
create table pilot.alerts (
    id uuid primary key,
    report_id uuid not null references pilot.error_reports on delete cascade,
    reason text not null check (reason in ('critical', 'new', 'reopened', 'spike', 'unsnoozed')),
    is_urgent boolean not null,
    -- Of a spike: the occurrences of the hour, and the usual ones.
    count bigint,
    usual double precision,
    created_at timestamptz not null default now(),
    mail_id uuid references pilot.alert_mails on delete cascade
);
create index on pilot.alerts (is_urgent, created_at) where mail_id is null;
create index on pilot.alerts (report_id, reason, created_at);
create index on pilot.alerts (mail_id);

-- The days whose digest is written. A day on which nothing happened has no mail.
create table pilot.digests (
    day date primary key,
    mail_id uuid references pilot.alert_mails on delete set null,
    written_at timestamptz not null default now()
);
