-- Cards of the runbook that are walked: one mark for each step, the newest by time and id stands
-- (contract/walk.h, resources/redis/14_walk_marks.lua). Marks merge in any order, so that this table, Redis
-- and the journals of consoles need not agree about who decides.
set local role saikobi_owner;

create table saikobi.walk_mark (
    sale text not null references saikobi.sale,
    run integer not null,
    card text not null,
    walk integer not null,
    step text not null,
    at_ms bigint not null,
    id text collate "C" not null,
    mark jsonb not null,
    written_at timestamptz not null default clock_timestamp(),
    primary key (sale, run, card, walk, step)
) with (fillfactor = 50);
create index walk_mark_written on saikobi.walk_mark (sale, written_at);

-- True when it stands now.
create function saikobi.walk_put(in_sale text, in_mark jsonb) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into walk_mark as m (sale, run, card, walk, step, at_ms, id, mark)
    values (in_sale, (in_mark ->> 'run')::integer, in_mark ->> 'card', (in_mark ->> 'walk')::integer,
        in_mark ->> 'step', (in_mark ->> 'at')::bigint, in_mark ->> 'id', in_mark)
    on conflict (sale, run, card, walk, step) do update
        set at_ms = excluded.at_ms, id = excluded.id, mark = excluded.mark, written_at = clock_timestamp()
        where (excluded.at_ms, excluded.id) > (m.at_ms, m.id) and excluded.id <> m.id
    returning true;
$$;

create function saikobi.walk_entry(in_sale text, in_source text, in_mark jsonb, in_extra jsonb) returns void
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
    select in_mark ->> 'id', s.slug, (in_mark ->> 'run')::integer,
        to_timestamp((in_mark ->> 'at')::bigint / 1000.0), in_source,
        case when in_mark ->> 'how' = 'figures' and in_extra = '{}' then '' else in_mark ->> 'by' end,
        case when in_mark ->> 'step' in ('@begin', '@end') then 'card'
            when in_mark ->> 'state' in ('called', 'no_answer', 'reached') then 'call' else 'step' end,
        in_mark ->> 'card', coalesce(in_mark ->> 'reason', ''), coalesce(q.revision, 0),
        (select jsonb_object_agg(key, value) from jsonb_each_text(in_mark)
            where key in ('walk', 'step', 'state', 'how', 'until', 'occurrence', 'contact', 'alarm',
                'revision') and value <> '') || in_extra
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = in_sale
    on conflict (id) do nothing;
$$;

-- A person's mark as it comes in a command, or null where it is not fit.
create function saikobi.walk_mark_of(in_command saikobi.command) returns jsonb
language plpgsql stable security definer set search_path = saikobi, pg_temp as $$
declare
    p jsonb := in_command.parameters;
    last_run integer := (select run from sale where slug = in_command.sale);
    now_ms bigint := (extract(epoch from clock_timestamp()) * 1000)::bigint;
begin
    if not coalesce(whole_number(p ->> 'run') between 1 and last_run
            and whole_number(p ->> 'walk') between 1 and 9999
            and p ->> 'card' ~ '^[A-Za-z][A-Za-z0-9_-]{0,19}$'
            and p ->> 'step' ~ '^@?[A-Za-z][A-Za-z0-9_-]{0,18}$'
            and p ->> 'state' in ('open', 'done', 'yes', 'no', 'deferred', 'overridden', 'started',
                'called', 'no_answer', 'reached', 'begun', 'complete', 'left'), false) then
        return null;
    end if;
    return jsonb_strip_nulls(jsonb_build_object('run', whole_number(p ->> 'run'), 'card', p ->> 'card',
        'walk', whole_number(p ->> 'walk'), 'step', p ->> 'step', 'state', p ->> 'state',
        'how', case when p ->> 'how' in ('figures', 'command') then p ->> 'how' else 'person' end,
        'at', least((extract(epoch from in_command.made_at) * 1000)::bigint, now_ms),
        'id', in_command.id::text, 'by', in_command.actor, 'reason', left(in_command.reason, 200),
        'until', whole_number(p ->> 'until'), 'occurrence', whole_number(p ->> 'occurrence'),
        'contact', left(p ->> 'contact', 64), 'alarm', left(p ->> 'alarm', 64),
        'revision', left(p ->> 'revision', 64),
        'steps', case when p ->> 'step' = '@begin' then left(p ->> 'steps', 4000) end));
end
$$;

-- Taken where it arrives: no instance has to be there, and a mark is never late.
create function saikobi.take_walk_command() returns trigger
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    made jsonb := walk_mark_of(new);
    stands boolean;
begin
    new.decided_at := clock_timestamp();
    new.state := case when made is null then 'refused' else 'in_force' end;
    new.result := case when made is null then '{"result": "refused", "why": "bad-value"}'::jsonb
        else '{"result": "in_force"}'::jsonb end || jsonb_build_object('id', new.id, 'path', 'postgres');
    if made is not null then
        perform walk_put(new.sale, made);
        perform walk_entry(new.sale, 'postgres', made, new.result);
    end if;
    return new;
end
$$;
create trigger take_walk_command before insert on saikobi.command
    for each row when (new.kind = 'walk') execute function saikobi.take_walk_command();

-- What Redis has. Answers how many marks are newer than those here.
create function saikobi.walk_mirror(in_sale text, in_marks jsonb) returns bigint
language sql security definer set search_path = saikobi, pg_temp as $$
    select count(*) filter (where walk_put(in_sale, m)) from jsonb_array_elements(in_marks) m;
$$;

-- Steps that tick themselves while Redis is silent: [{before, mark}], each only where the mark of that step
-- still is the one that was looked at. Answers false when Redis speaks: then it decides.
create function saikobi.walk_write(in_sale text, in_source text, in_changes jsonb) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    change jsonb;
    made jsonb;
    was text;
begin
    if not is_redis_silent(in_sale) then return false; end if;
    perform pg_advisory_xact_lock(hashtext('saikobi walks'), hashtext(in_sale));
    for change in select c from jsonb_array_elements(in_changes) c loop
        made := change -> 'mark';
        select id into was from walk_mark where sale = in_sale and run = (made ->> 'run')::integer
            and card = made ->> 'card' and walk = (made ->> 'walk')::integer and step = made ->> 'step';
        if coalesce(was, '') = change ->> 'before' and walk_put(in_sale, made) then
            perform walk_entry(in_sale, in_source, made, '{}');
        end if;
    end loop;
    return true;
end
$$;

revoke execute on function saikobi.walk_put, saikobi.walk_entry, saikobi.walk_mark_of,
    saikobi.take_walk_command, saikobi.walk_mirror, saikobi.walk_write from public;
grant execute on function saikobi.walk_mirror, saikobi.walk_write to saikobi_backend;
reset role;
