-- Calls to the shop's telephone: who called, what was said and done, how it ended.
create schema calls;

create table calls.calls (
    -- The UUID with which Asterisk opens the connection.
    id uuid primary key,
    -- Digits only; null when the number is withheld or the dialplan does not tell it.
    caller text check (caller ~ '^[0-9]{3,20}$'),
    -- The dialplan announces a call before it connects it.
    announced_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    -- The language of the last reply.
    language text not null check (language in ('uk', 'ru', 'en')),
    -- Null while the call goes on. The last three are set by the line, without a word of the conversation.
    outcome text check (outcome in (
        'answered', 'ordered', 'booked', 'operator_asked', 'not_understood', 'silent', 'failed',
        'hung_up', 'lost', 'full')),
    -- The dialplan asks for it after the connection has ended.
    next_step text check (next_step in ('operator', 'hang_up')),
    -- What an operator should know, as names and values.
    understood jsonb not null default '{}',
    -- Samples a second of the caller's audio.
    rate integer,
    -- Why the line ended the call, in one sentence.
    failure text,
    created_at timestamptz not null default now()
);
create index on calls.calls (created_at);
create index on calls.calls (caller) where caller is not null;
create index on calls.calls (started_at) where ended_at is null;

create table calls.turns (
    call_id uuid not null references calls.calls on delete cascade,
    -- 1 is the greeting.
    number integer not null,
    at timestamptz not null,
    event text not null check (event in ('greeting', 'speech', 'key', 'silence', 'recognition_failed')),
    -- What the caller said or pressed; empty when speech was refused.
    heard text not null,
    said text not null,
    language text not null check (language in ('uk', 'ru', 'en')),
    -- The dialogue's state, in which the caller was heard.
    state text not null,
    intent text,
    entities jsonb not null default '{}',
    -- [{"tool": "search_tyres", "ms": 12, "result": "3 found"}]
    tools jsonb not null default '[]',
    -- Whether the caller talked or pressed a key before the reply had been spoken.
    interrupted boolean not null default false,
    -- From the end of speech that the line detected to the first audio, and what it consists of.
    turn_ms integer,
    recognition_ms integer not null,
    thinking_ms integer not null,
    synthesis_ms integer,
    trace_id text,
    primary key (call_id, number)
);
