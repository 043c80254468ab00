-- Alarms. Redis decides while it speaks, and what it decided is mirrored here; while it is silent this
-- table is where an alarm is raised once. A record is contract/alarm.h as JSON; its version guards it.
set local role saikobi_owner;

create table saikobi.alarm (
    sale text not null references saikobi.sale,
    alarm text not null check (alarm ~ '^(A[0-9]{2}|rings)$'), -- rings: [[unix ms, priority], …]
    version bigint not null,
    record jsonb not null,
    written_at timestamptz not null default clock_timestamp(),
    primary key (sale, alarm)
) with (fillfactor = 50);

-- Whoever hears Redis copies its mark every second.
create function saikobi.is_redis_silent(in_sale text) returns boolean
language sql stable security definer set search_path = saikobi, pg_temp as $$
    select coalesce((select seen_at < clock_timestamp() - interval '3 seconds' from queue_mark
        where sale = in_sale), false);
$$;

-- What Redis has, unless something newer is here. Answers how many rows changed.
create function saikobi.alarm_mirror(in_sale text, in_records jsonb, in_rings jsonb) returns bigint
language sql security definer set search_path = saikobi, pg_temp as $$
    with news as (
        select r ->> 'alarm' as alarm, (r ->> 'version')::bigint as version, r as record
        from jsonb_array_elements(in_records) r
        union all
        select 'rings', (in_rings -> -1 ->> 0)::bigint, in_rings where jsonb_array_length(in_rings) > 0
    ), done as (
        insert into alarm as a (sale, alarm, version, record)
        select in_sale, n.alarm, n.version, n.record from news n order by n.alarm
        on conflict (sale, alarm) do update
            set version = excluded.version, record = excluded.record, written_at = clock_timestamp()
            where a.version < excluded.version
        returning 1)
    select count(*) from done;
$$;

create function saikobi.alarm_entry(in_id text, in_sale text, in_source text, in_actor text, in_kind text,
    in_subject text, in_reason text, in_data jsonb) returns void
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
    select in_id, s.slug, s.run, clock_timestamp(), in_source, in_actor, in_kind, in_subject, in_reason,
        coalesce(q.revision, 0), in_data
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = in_sale
    on conflict (id) do nothing;
$$;

-- Guarded writes of an instance while Redis is silent: [{before, record, ring, entries}]. Each counts only
-- where the record still has version `before`. Answers false when Redis speaks: then it decides.
create function saikobi.alarm_write(in_sale text, in_changes jsonb) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    change jsonb;
    entry jsonb;
    changed bigint;
begin
    if not is_redis_silent(in_sale) then return false; end if;
    for change in select c from jsonb_array_elements(in_changes) c order by c -> 'record' ->> 'alarm' loop
        insert into alarm as a (sale, alarm, version, record)
        values (in_sale, change -> 'record' ->> 'alarm', (change -> 'record' ->> 'version')::bigint,
            change -> 'record')
        on conflict (sale, alarm) do update
            set version = excluded.version, record = excluded.record, written_at = clock_timestamp()
            where a.version = (change ->> 'before')::bigint;
        get diagnostics changed = row_count;
        continue when changed = 0;
        if change ? 'ring' then
            insert into alarm as a (sale, alarm, version, record)
            values (in_sale, 'rings', (change -> 'ring' ->> 0)::bigint,
                jsonb_build_array(change -> 'ring'))
            on conflict (sale, alarm) do update
                set version = greatest(a.version + 1, excluded.version), written_at = clock_timestamp(),
                    record = (case when jsonb_array_length(a.record) < 500 then a.record
                        else a.record - 0 end) || excluded.record;
        end if;
        for entry in select e from jsonb_array_elements(change -> 'entries') e loop
            perform alarm_entry(entry ->> 'id', in_sale, entry ->> 'source', '', entry ->> 'kind',
                entry ->> 'subject', '', entry -> 'data');
        end loop;
    end loop;
    return true;
end
$$;

-- The acts of people, as in resources/redis/14_alarm_acts.lua. Answers {"why"}, {"winner"} or {"record"}.
create function saikobi.alarm_act(in_was jsonb, in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    p jsonb := in_command.parameters;
    at_ms bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
    until_ms bigint := whole_number(p ->> 'until');
    is_on boolean := coalesce((in_was ->> 'on')::bigint, 0) <> 0;
    is_seen boolean := in_was ? 'acknowledged';
    is_listed boolean := is_on or (in_was ->> 'occurrence')::bigint > 0 and (not is_seen
        or coalesce((in_was ->> 'latched')::boolean, false) and not in_was ? 'confirmed');
    bare jsonb := in_was - 'shelved' - 'shelved_by' - 'shelved_why' - 'shelved_until' - 'until_clear';
begin
    if in_command.kind in ('alarm_acknowledge', 'alarm_confirm')
            and (in_was ->> 'occurrence') is distinct from (p ->> 'occurrence') then
        return '{"why": "other-occurrence"}';
    end if;
    case in_command.kind
    when 'alarm_acknowledge' then
        if is_seen then return jsonb_build_object('winner', in_was -> 'acknowledged_by'); end if;
        if not is_listed then return '{"why": "not-active"}'; end if;
        return jsonb_build_object('record', in_was || jsonb_build_object('acknowledged', at_ms,
            'acknowledged_by', in_command.actor));
    when 'alarm_confirm' then
        if in_was ? 'confirmed' then return jsonb_build_object('winner', in_was -> 'confirmed_by'); end if;
        if not is_listed then return '{"why": "not-active"}'; end if;
        return jsonb_build_object('record', in_was || jsonb_build_object('confirmed', at_ms,
            'confirmed_by', in_command.actor));
    when 'alarm_shelve' then
        if in_command.reason !~ '\S' then return '{"why": "no-reason"}'; end if;
        if until_ms is null or until_ms <= at_ms or until_ms > at_ms + 3600000 then
            return '{"why": "bad-value"}';
        end if;
        if in_was ? 'shelved' then return jsonb_build_object('winner', in_was -> 'shelved_by'); end if;
        return jsonb_build_object('record', in_was || jsonb_build_object('shelved', at_ms,
            'shelved_by', in_command.actor, 'shelved_why', left(in_command.reason, 200),
            'shelved_until', until_ms, 'until_clear', coalesce(p ->> 'until_clear', '') = '1'));
    when 'alarm_unshelve' then
        if not in_was ? 'shelved' then return '{"why": "not-shelved"}'; end if;
        return jsonb_build_object('record', bare);
    when 'alarm_test' then
        if is_listed then return '{"why": "active"}'; end if;
        return jsonb_build_object('record', (in_was - 'acknowledged' - 'confirmed') || jsonb_build_object(
            'occurrence', (in_was ->> 'occurrence')::bigint + 1, 'test', true, 'latched', false,
            'tested', at_ms, 'began', at_ms, 'raised', at_ms, 'rang', at_ms, 'cleared', at_ms,
            'acknowledged_by', '', 'confirmed_by', '', 'raised_by', in_command.actor, 'figure', '',
            'value', 0, 'limit', 0, 'priority', coalesce(nullif(whole_number(p ->> 'priority'), 0), 3)));
    else
        return '{"why": "unknown-kind"}';
    end case;
end
$$;

create function saikobi.judge_alarm_command(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    id text := in_command.parameters ->> 'alarm';
    was jsonb;
    found_it jsonb;
begin
    if in_command.made_at < clock_timestamp() - interval '10 seconds' then
        return '{"result": "expired"}';
    end if;
    if in_command.made_at > clock_timestamp() + interval '10 seconds' then
        return '{"result": "refused", "why": "clock"}';
    end if;
    if id is null or id !~ '^A(0[1-9]|1[0-9]|2[0-7])$'
            or coalesce(whole_number(in_command.parameters ->> 'priority'), 3) not between 1 and 3 then
        return '{"result": "refused", "why": "bad-value"}';
    end if;
    insert into alarm (sale, alarm, version, record)
    values (in_command.sale, id, 0, jsonb_build_object('alarm', id, 'version', 0, 'occurrence', 0, 'on', 0,
        'priority', 3)) on conflict do nothing;
    select record into was from alarm where sale = in_command.sale and alarm = id for update;
    found_it := alarm_act(was, in_command);
    if found_it ? 'record' then
        -- Versions made here leave room for what Redis may have decided and nobody could mirror.
        update alarm set version = version + 16, written_at = clock_timestamp(),
            record = found_it -> 'record' || jsonb_build_object('version', version + 16)
        where sale = in_command.sale and alarm = id;
    end if;
    return (found_it - 'record') || jsonb_build_object('alarm', id, 'occurrence',
        coalesce(found_it -> 'record' ->> 'occurrence', was ->> 'occurrence'), 'result',
        case when found_it ? 'why' then 'refused' when found_it ? 'winner' then 'lost_race'
            else 'in_force' end);
end
$$;

-- An operator's act on an alarm, while Redis is silent; else the pacing function applies it. True for the
-- one caller that decided it.
create function saikobi.apply_alarm_command(in_id uuid) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    cmd command;
    decision jsonb;
    is_done boolean;
begin
    select * into cmd from command
    where id = in_id and state = 'sent' and kind like 'alarm\_%' for update skip locked;
    if cmd.id is null or not is_redis_silent(cmd.sale) then return false; end if;
    decision := judge_alarm_command(cmd) || jsonb_build_object('id', cmd.id, 'path', 'postgres', 'ms',
        greatest(0, extract(epoch from clock_timestamp() - cmd.made_at) * 1000)::bigint::text);
    is_done := decision ->> 'result' = 'in_force';
    update command set state = decision ->> 'result', result = decision, decided_at = clock_timestamp()
    where id = cmd.id;
    if is_done and cmd.kind = 'alarm_unshelve' then
        decision := decision || '{"what": "over", "why": "operator"}';
    end if;
    perform alarm_entry(cmd.id::text, cmd.sale, 'postgres', cmd.actor,
        case when not is_done then 'command' when cmd.kind = 'alarm_unshelve' then 'shelve'
            else substr(cmd.kind, 7) end,
        case when is_done then decision ->> 'alarm' else cmd.kind end, cmd.reason, decision);
    return true;
end
$$;

revoke execute on function saikobi.is_redis_silent, saikobi.alarm_mirror, saikobi.alarm_entry,
    saikobi.alarm_write, saikobi.alarm_act, saikobi.judge_alarm_command, saikobi.apply_alarm_command
    from public;
grant execute on function saikobi.is_redis_silent, saikobi.alarm_mirror, saikobi.alarm_write,
    saikobi.apply_alarm_command to saikobi_backend;
reset role;
