-- Roles, versions and the list of sales. Roles belong to the whole server, so they may exist already.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['saikobi_owner', 'saikobi_backend', 'saikobi_operator', 'saikobi_viewer']
    loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
end
$$;

-- Limits of 100 connections: 70 + 12 + 8 leave the server's own three and some room, so that
-- operators always get in. Each person's login carries its own share and time-outs.
alter role saikobi_backend with connection limit 70;
alter role saikobi_backend set statement_timeout = '5s';
alter role saikobi_backend set lock_timeout = '1s';
alter role saikobi_backend set idle_in_transaction_session_timeout = '5s';
grant pg_signal_backend to saikobi_owner;
grant pg_read_all_stats to saikobi_owner, saikobi_backend, saikobi_operator, saikobi_viewer;

do $$
begin
    execute format('revoke connect on database %I from public', current_database());
    execute format('grant connect on database %I to saikobi_backend, saikobi_operator, saikobi_viewer',
        current_database());
end
$$;

create schema saikobi authorization saikobi_owner;
revoke all on schema public from public;
set local role saikobi_owner;
grant usage on schema saikobi to saikobi_backend, saikobi_operator, saikobi_viewer;
-- What later migrations create is readable by everybody of ours; writing is granted by name.
alter default privileges for role saikobi_owner in schema saikobi
    grant select on tables to saikobi_backend, saikobi_operator, saikobi_viewer;
alter default privileges for role saikobi_owner revoke execute on functions from public;

create table saikobi.meta (
    only_row boolean primary key default true check (only_row),
    schema_version integer not null,
    library_version integer not null,
    installation uuid not null default gen_random_uuid()
);
insert into saikobi.meta (schema_version, library_version) values (0, 0);

-- What the sale file says and nothing counts: shop, texts, settings. `revision` grows with each load,
-- so that instances know when to read again.
create table saikobi.sale (
    slug text primary key check (slug ~ '^[a-z0-9-]{1,40}$'),
    name_ja text not null,
    name_en text not null,
    time_zone text not null default 'Asia/Tokyo',
    run integer not null default 1,
    opens_at timestamptz,
    opens_in interval, -- rehearsals: counted from `ready`
    closes_at timestamptz,
    start_rate integer not null check (start_rate between 1 and 100000),
    settings jsonb not null default '{}', -- pass_life_s, claim_window_s, late_window_s, max_shoppers
    shop jsonb not null default '{}', -- name_ja, name_en, logo_svg, colour, contact
    revision bigint not null default 1,
    loaded_at timestamptz not null default now()
);

create table saikobi.provider (
    id text primary key,
    calls_per_second double precision not null check (calls_per_second > 0),
    calls_per_second_endpoint double precision not null check (calls_per_second_endpoint > 0),
    parallel integer not null default 0 check (parallel >= 0) -- 0: not limited
);

create table saikobi.method (
    sale text not null references saikobi.sale,
    id text not null,
    name_ja text not null,
    name_en text not null,
    provider text not null references saikobi.provider,
    usual_from_ms integer not null,
    usual_to_ms integer not null,
    enabled boolean not null default true,
    rank integer not null,
    primary key (sale, id)
);
reset role;
