-- Keeping queue_mark: the only writers of the row that makes numbers unique even if Redis loses
-- everything. The backend may call these, never write the table.
set local role saikobi_owner;

-- The mark of a sale, made on first sight. `in_given` is the highest number the caller handed out in
-- `in_epoch`: it is noted, so that a recovery never lets it fall into a void range needlessly.
create function saikobi.mark_read(in_sale text, in_epoch bigint, in_given bigint)
returns saikobi.queue_mark
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    mark queue_mark;
begin
    insert into queue_mark (sale, run, epoch, ceiling, rate)
    select slug, run, 0, 0, start_rate from sale where slug = in_sale
    on conflict do nothing;
    update queue_mark set issued_seen = in_given
    where sale = in_sale and epoch = in_epoch and issued_seen < in_given and begun;
    select * into mark from queue_mark where sale = in_sale;
    return mark;
end
$$;

-- Begins the next epoch, for exactly one caller: `yours` is true for the one that must give the state
-- back to Redis. The others wait; should that one have died, the next may after 2 s. Numbers between
-- the highest one seen and the old ceiling may or may not have been handed out: they become void, and
-- numbering goes on above them.
create function saikobi.mark_recover(in_sale text, in_epoch bigint, in_margin bigint,
    in_redis_run_id text)
returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    mark queue_mark;
    after_it queue_mark;
begin
    select * into mark from queue_mark where sale = in_sale for update;
    if mark.epoch is distinct from in_epoch
            or mark.recovered_at > clock_timestamp() - interval '2 seconds' then
        return jsonb_build_object('yours', false, 'mark', to_jsonb(mark));
    end if;
    update queue_mark set
        epoch = mark.epoch + 1,
        ceiling = mark.ceiling + in_margin,
        begun = true,
        recovered_at = clock_timestamp(),
        redis_run_id = in_redis_run_id,
        issued_seen = mark.ceiling,
        void_ranges = case when mark.issued_seen < mark.ceiling
            then mark.void_ranges || jsonb_build_array(
                jsonb_build_array(mark.issued_seen + 1, mark.ceiling))
            else mark.void_ranges end
    where sale = in_sale
    returning * into after_it;
    return jsonb_build_object('yours', true, 'fresh', not mark.begun, 'mark', to_jsonb(after_it),
        'issued_before', mark.issued_seen);
end
$$;

-- What Redis decided, once a second whoever comes first. Answers the epoch and ceiling in force.
create function saikobi.mark_copy(in_sale text, in_epoch bigint, in_state jsonb, in_clock double precision)
returns table (epoch bigint, ceiling bigint)
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    update queue_mark m set
        issued_seen = greatest(m.issued_seen, (in_state ->> 'issued')::bigint),
        serving_seen = greatest(m.serving_seen, (in_state ->> 'serving')::bigint),
        passes_seen = greatest(m.passes_seen, (in_state ->> 'passes')::bigint),
        clock_seen = greatest(m.clock_seen, in_clock),
        revision = (in_state ->> 'revision')::bigint,
        phase = in_state ->> 'phase',
        causes = in_state -> 'causes',
        rate = (in_state ->> 'rate')::integer,
        state = in_state,
        seen_at = clock_timestamp()
    where m.sale = in_sale and m.epoch = in_epoch
        and m.seen_at < clock_timestamp() - interval '800 milliseconds'
        and m.revision <= (in_state ->> 'revision')::bigint; -- a copy that was late on its way
    return query select m.epoch, m.ceiling from queue_mark m where m.sale = in_sale;
end
$$;

-- Raises the high-water mark before Redis reaches it. Nothing when another epoch has begun.
create function saikobi.mark_extend(in_sale text, in_epoch bigint, in_issued bigint, in_margin bigint)
returns bigint
language sql security definer set search_path = saikobi, pg_temp as $$
    update queue_mark set ceiling = greatest(ceiling, in_issued + in_margin)
    where sale = in_sale and epoch = in_epoch
    returning ceiling;
$$;

-- The block list as Redis had it at this revision.
create function saikobi.mark_blocks(in_sale text, in_epoch bigint, in_revision bigint, in_blocks jsonb)
returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with done as (
        update queue_mark set blocks_rev = in_revision, blocks = in_blocks
        where sale = in_sale and epoch = in_epoch and blocks_rev < in_revision
        returning true)
    select exists (select from done);
$$;

-- Begins the next run once the line has said that this one is over: numbers from 1, nothing lost, so no
-- void range and no cause. Only the first caller of an epoch does it. Orders under way end first, but a
-- rehearsal does not wait for them. Answers the epoch in force.
create function saikobi.mark_next_run(in_sale text, in_epoch bigint, in_rehearsal boolean)
returns bigint
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    mark queue_mark;
begin
    select * into mark from queue_mark where sale = in_sale for update;
    if mark.epoch is distinct from in_epoch then
        return mark.epoch;
    end if;
    if not in_rehearsal and exists (select from orders o where o.sale = in_sale and o.ended_at is null) then
        return mark.epoch;
    end if;
    update sale set run = mark.run + 1, revision = revision + 1 where slug = in_sale;
    update queue_mark set run = mark.run + 1, epoch = mark.epoch + 1, ceiling = 0, issued_seen = 0,
        serving_seen = 0, clock_seen = 0, passes_seen = 0, begun = false, recovered_at = '-infinity',
        void_ranges = '[]', phase = 'before', causes = '[]', state = '{}',
        rate = (select start_rate from sale where slug = in_sale)
    where sale = in_sale;
    return mark.epoch + 1;
end
$$;

grant execute on function saikobi.mark_read, saikobi.mark_recover, saikobi.mark_copy,
    saikobi.mark_extend, saikobi.mark_blocks, saikobi.mark_next_run to saikobi_backend;
reset role;
