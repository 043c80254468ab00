-- The tape: one row a second and instance, and everything that happened, in order.
set local role saikobi_owner;

create table saikobi.tick (
    sale text not null,
    run integer not null,
    at timestamptz not null,
    instance text not null, -- '': the whole sale, with `line`
    incarnation text not null,
    counters jsonb not null,
    histograms jsonb not null,
    gauges jsonb not null,
    line jsonb,
    primary key (sale, run, at, instance, incarnation)
);
grant insert on saikobi.tick to saikobi_backend;

create table saikobi.timeline (
    id text primary key, -- given where it happened, so that copying twice counts once
    sale text not null,
    run integer not null,
    at timestamptz not null,
    source text not null,
    actor text not null default '',
    kind text not null,
    subject text not null default '',
    reason text not null default '',
    revision bigint not null default 0,
    data jsonb not null default '{}'
);
create index timeline_order on saikobi.timeline (sale, at);
grant insert on saikobi.timeline to saikobi_backend;

-- How far a stream of Redis has been copied. The row is locked by whoever copies, in the same
-- transaction as the rows it writes: each entry arrives once, whoever crashes.
create table saikobi.copy_mark (
    stream text primary key,
    last_id text not null default '0-0'
);
grant insert, update on saikobi.copy_mark to saikobi_backend;

-- One row an instance and incarnation; it beats once a second.
create table saikobi.instance (
    name text not null,
    incarnation text not null,
    version text not null,
    started_at timestamptz not null,
    beat_at timestamptz not null default now(),
    ready boolean not null default false,
    primary key (name, incarnation)
);
grant insert, update on saikobi.instance to saikobi_backend;
reset role;
