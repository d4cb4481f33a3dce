-- Files that SDKs send with an error. They are deleted with the sample that they came with.
create table pilot.attachments (
    occurrence_id uuid not null references pilot.occurrences on delete cascade,
    number smallint not null,
    name text not null,
    type text,
    size integer not null,
    -- How much of the file the text is. What is not text cannot be scrubbed, so nothing of it is kept.
    content text not null check (content in ('whole', 'beginning', 'over_limit', 'binary')),
    text text,
    primary key (occurrence_id, number)
);

-- Users whose accounts were deleted within a day, as hashes with the salt of errors: what has waited in the memory of a
-- host, or comes late from an SDK, is stored without them.
create table pilot.erased_users (
    hash uuid primary key,
    at timestamptz not null default now()
);
