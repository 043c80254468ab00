-- A shop's own runbook, compiled. Every loading is kept: who changed the cards, when, and what they said
-- during a sale of the past. The dashboard copies the newest at every connect.
set local role saikobi_owner;

create table saikobi.runbook (
    version bigint generated always as identity primary key,
    loaded_at timestamptz not null default now(),
    person text not null default session_user,
    revision text not null check (revision ~ '^[0-9a-f]{16}$'),
    cards text not null check (octet_length(cards) <= 2097152) -- JSON of contract/runbook.h, as it was hashed
);

reset role;
