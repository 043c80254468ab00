-- The timeline tells what a command was about, not only what it changed: whoever walks a card sees whether
-- the very product, method or limit of a step is in force, also when another console gave the command.
set local role saikobi_owner;

create function saikobi.told_values(in_command saikobi.command) returns jsonb
language sql immutable set search_path = saikobi, pg_temp as $$
    select coalesce(jsonb_object_agg(p.key, left(p.value, 64)), '{}'::jsonb)
    from jsonb_each_text(in_command.parameters) p
    where p.key in ('product', 'method', 'provider', 'calls_per_second', 'n', 'at') and p.value is not null;
$$;

-- True for the one caller that decided it. A row that another instance has in hand is left alone.
create or replace function saikobi.apply_command(in_id uuid) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    cmd command;
    decision jsonb;
begin
    select * into cmd from command where id = in_id and state = 'sent' for update skip locked;
    if cmd.id is null then return false; end if;
    decision := judge_command(cmd);
    decision := told_values(cmd) || decision || jsonb_build_object('id', cmd.id, 'path', 'postgres', 'ms',
        greatest(0, extract(epoch from clock_timestamp() - cmd.made_at) * 1000)::bigint::text);
    update command set state = decision ->> 'result', result = decision, decided_at = clock_timestamp()
    where id = cmd.id;
    if decision ->> 'result' = 'in_force' then
        update sale set revision = revision + 1 where slug = cmd.sale;
    end if;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
    select cmd.id::text, s.slug, s.run, clock_timestamp(), 'postgres', cmd.actor, 'command', cmd.kind,
        cmd.reason, coalesce(q.revision, 0), decision
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = cmd.sale
    on conflict (id) do nothing;
    return true;
end
$$;

revoke execute on function saikobi.told_values from public;
reset role;
