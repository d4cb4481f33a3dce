create schema accounts;

-- Names compare and fold case as Unicode says, whatever locale the cluster was initialised with.
-- The version counts what a sign-in under way must not overtake: another password, another role.
create table accounts.users (
    id uuid primary key,
    username text collate "und-x-icu" not null,
    email text collate "und-x-icu" not null,
    password text not null,
    first_name text not null default '',
    last_name text not null default '',
    phone text not null default '',
    role text not null check (role in ('customer', 'support', 'staff', 'admin')),
    email_verified_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now()
);

create unique index users_email on accounts.users (lower(email));
create unique index users_username on accounts.users (lower(username));

-- One row for ever: of two first registrations at the same time one has to wait for the other.
create table accounts.founder (
    id integer primary key default 1 check (id = 1),
    user_id uuid not null references accounts.users (id)
);

-- A session that has ended is gone. Tokens are kept as SHA-256 only.
create table accounts.sessions (
    id uuid primary key,
    user_id uuid not null references accounts.users (id),
    access_hash text not null,
    access_expires_at timestamptz not null,
    refresh_hash text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now()
);

create index on accounts.sessions (user_id);

-- What went out by mail and works once.
create table accounts.mailed_tokens (
    hash text primary key,
    user_id uuid not null references accounts.users (id),
    purpose text not null check (purpose in ('verify', 'reset')),
    expires_at timestamptz not null
);

create index on accounts.mailed_tokens (user_id);

-- No reference to the user: what is written here outlives everything. The user is null where somebody tried a name that does not exist.
create table accounts.audit (
    id uuid primary key,
    at timestamptz not null default now(),
    user_id uuid,
    actor uuid,
    action text not null,
    address text,
    detail jsonb not null default '{}'
);

create index on accounts.audit (user_id, id);
