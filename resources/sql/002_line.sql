-- The line's shadow in Postgres: what Redis decided, copied every second, so that numbers stay unique
-- when Redis loses everything and a desk without Redis can still read back.
set local role saikobi_owner;

create table saikobi.queue_mark (
    sale text primary key references saikobi.sale,
    run integer not null,
    epoch bigint not null,
    redis_run_id text not null default '',
    ceiling bigint not null, -- Redis may number up to here
    issued_seen bigint not null default 0,
    serving_seen bigint not null default 0,
    clock_seen double precision not null default 0,
    passes_seen bigint not null default 0,
    begun boolean not null default false, -- the first hash of this run has been made
    recovered_at timestamptz not null default '-infinity', -- when the present epoch began
    void_ranges jsonb not null default '[]', -- [[from, to], …]: numbers nobody waits for
    revision bigint not null default 0,
    phase text not null default 'before',
    causes jsonb not null default '[]',
    rate integer not null,
    state jsonb not null default '{}', -- the whole LineState as last seen
    blocks_rev bigint not null default 0,
    blocks jsonb not null default '{}', -- the block list, by what is blocked
    seen_at timestamptz not null default now()
) with (fillfactor = 50);

create table saikobi.pass (
    sale text not null references saikobi.sale,
    run integer not null,
    place bigint not null,
    member integer not null default 0,
    number bigint not null,
    granted_at timestamptz not null,
    expires_at timestamptz not null,
    stood_s integer not null default 0, -- how long the life of passes had stood when that end was told
    ended_at timestamptz,
    outcome text check (outcome in ('completed', 'left', 'expired', 'abandoned')),
    primary key (sale, run, place, member)
);
grant insert, update on saikobi.pass to saikobi_backend;

-- An operator's intent by the second path. The actor is who signed in, not who claims.
create table saikobi.command (
    id uuid primary key,
    sale text not null references saikobi.sale,
    actor text not null default session_user,
    kind text not null,
    parameters jsonb not null default '{}',
    reason text not null default '',
    based_on_revision bigint not null default 0,
    made_at timestamptz not null,
    written_at timestamptz not null default clock_timestamp(),
    state text not null default 'sent'
        check (state in ('sent', 'in_force', 'refused', 'expired', 'lost_race')),
    result jsonb,
    decided_at timestamptz
);
create index command_open on saikobi.command (written_at) where state = 'sent';

create function saikobi.issue_command(in_id uuid, in_sale text, in_kind text, in_parameters jsonb,
    in_reason text, in_revision bigint, in_made_at timestamptz) returns text
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into saikobi.command (id, sale, actor, kind, parameters, reason, based_on_revision, made_at)
    values (in_id, in_sale, session_user, in_kind, in_parameters, left(in_reason, 500), in_revision,
        in_made_at)
    on conflict (id) do nothing;
    -- A repeat is told what became of the first one, but only its own writer.
    select state from saikobi.command where id = in_id and actor = session_user;
$$;
revoke execute on function saikobi.issue_command from public;
grant execute on function saikobi.issue_command to saikobi_operator;

create function saikobi.decide_command(in_id uuid, in_state text, in_result jsonb, in_at timestamptz)
returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.command set state = in_state, result = in_result, decided_at = in_at
    where id = in_id and state = 'sent'
    returning true;
$$;
revoke execute on function saikobi.decide_command from public;
grant execute on function saikobi.decide_command to saikobi_backend;
reset role;
