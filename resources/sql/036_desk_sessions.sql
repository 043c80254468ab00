-- Sessions of people. What a server lets everybody do, who may only look has no use for: temporary tables and
-- large objects fill the disk, and whoever holds an advisory lock keeps the audits from taking their turn.
do $$
declare
    routine regprocedure;
begin
    execute format('revoke temporary on database %I from public', current_database());
    if not (select rolsuper from pg_roles where rolname = current_user) then
        raise warning 'not a superuser: everybody who signs in may still take advisory locks';
        return;
    end if;
    for routine in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
            and (p.proname ~ '^pg_(try_)?advisory_.*lock' or p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea'))
    loop
        execute format('revoke execute on function %s from public', routine);
        execute format('grant execute on function %s to saikobi_owner, saikobi_backend', routine);
    end loop;
end
$$;

-- A session that began a transaction and does nothing holds its locks and keeps old rows alive. Staff end the
-- oldest one, by name: the process and the beginning that they saw go with the command, so that it never hits
-- another one that took its place.
set local role saikobi_owner;

-- The oldest of our people's and programs' sessions that sits idle in a transaction. Those of the server's
-- own superusers are not ours to end, nor could the owner of these functions.
create view saikobi.idle_transaction as
select a.pid, a.usename::text as person, a.application_name as program,
    floor(extract(epoch from a.xact_start) * 1000)::bigint as since_ms,
    extract(epoch from clock_timestamp() - a.xact_start) as age_s
from pg_stat_activity a join pg_roles r on r.oid = a.usesysid
where a.datname = current_database() and a.state like 'idle in transaction%' and not r.rolsuper
    and a.pid <> pg_backend_pid()
order by a.xact_start;

create function saikobi.rule_end_idle(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    wanted bigint := whole_number(in_command.parameters ->> 'pid');
    began bigint := whole_number(in_command.parameters ->> 'since');
    oldest record;
begin
    if wanted is null or began is null then return '{"why": "bad-value"}'; end if;
    select * into oldest from idle_transaction limit 1;
    if oldest.pid is distinct from wanted::integer or oldest.since_ms is distinct from began then
        return '{"why": "not-idle"}';
    end if;
    if not pg_terminate_backend(oldest.pid) then return '{"why": "not-idle"}'; end if;
    return jsonb_build_object('old', oldest.person || ' ' || oldest.pid, 'new', '');
end
$$;

create or replace function saikobi.judge_command(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    is_steadfast boolean := in_command.kind in ('stop_product', 'disable_method');
    other text := other_holder(in_command.sale, in_command.actor);
    found_it jsonb;
begin
    if is_steadfast and is_overtaken(in_command) then
        return '{"result": "expired", "why": "newer-start"}';
    end if;
    if not is_steadfast and in_command.made_at < clock_timestamp() - interval '10 seconds' then
        return '{"result": "expired"}';
    end if;
    if not is_steadfast and in_command.made_at > clock_timestamp() + interval '10 seconds' then
        return '{"result": "refused", "why": "clock"}';
    end if;
    if other is not null then
        return jsonb_build_object('result', 'refused', 'why', 'not-holder', 'winner', other);
    end if;
    found_it := case
        when in_command.kind in ('stop_product', 'start_product') then rule_product(in_command)
        when in_command.kind in ('disable_method', 'enable_method') then rule_method(in_command)
        when in_command.kind = 'provider_limit' then rule_limit(in_command)
        when in_command.kind = 'offer_kept' then rule_offer(in_command)
        when in_command.kind = 'end_idle' then rule_end_idle(in_command)
        else '{"why": "unknown-kind"}' end;
    return found_it || jsonb_build_object('result', case when found_it ? 'why' then 'refused'
        when found_it ? 'winner' then 'lost_race' else 'in_force' end);
end
$$;

revoke execute on function saikobi.rule_end_idle from public;
reset role;
