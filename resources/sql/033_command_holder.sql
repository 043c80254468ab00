-- Commands that Postgres decides are the holder's too (14_holder.lua). Redis says who that is; while it is
-- silent the row queue_mark remembers it, and rows of kind renew tell that this desk is still there.
set local role saikobi_owner;

-- Who else has command, or null. A fresh mark is Redis's own word: it has let go of silent desks.
create function saikobi.other_holder(in_sale text, in_actor text) returns text
language sql stable set search_path = saikobi, pg_temp as $$
    select q.state ->> 'holder' from saikobi.queue_mark q
    where q.sale = in_sale and coalesce(q.state ->> 'holder', '') not in ('', in_actor)
        and (q.seen_at > clock_timestamp() - interval '30 seconds'
            or exists (select from saikobi.command c
                where c.sale = in_sale and c.kind = 'renew' and c.actor = q.state ->> 'holder'
                    and c.written_at > clock_timestamp() - interval '30 seconds'));
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
        else '{"why": "unknown-kind"}' end;
    return found_it || jsonb_build_object('result', case when found_it ? 'why' then 'refused'
        when found_it ? 'winner' then 'lost_race' else 'in_force' end);
end
$$;

-- A desk renews every few seconds: only its newest row is kept, so that neither the table grows nor
-- other commands wait behind many of them.
create or replace function saikobi.issue_command(in_id uuid, in_sale text, in_kind text, in_parameters jsonb,
    in_reason text, in_revision bigint, in_made_at timestamptz) returns text
language sql security definer set search_path = saikobi, pg_temp as $$
    delete from saikobi.command
    where in_kind = 'renew' and kind = 'renew' and sale = in_sale and actor = session_user and id <> in_id;
    insert into saikobi.command (id, sale, actor, kind, parameters, reason, based_on_revision, made_at)
    values (in_id, in_sale, session_user, in_kind, in_parameters, left(in_reason, 500), in_revision,
        in_made_at)
    on conflict (id) do nothing;
    -- A repeat is told what became of the first one, but only its own writer.
    select state from saikobi.command where id = in_id and actor = session_user;
$$;
create index command_renewals on saikobi.command (sale, actor) where kind = 'renew';

revoke execute on function saikobi.other_holder from public;
reset role;
