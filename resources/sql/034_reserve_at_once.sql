-- Where the whole batch fits, finding its orders and moving them is one statement: locking each of them
-- first wrote every order twice.
set local role saikobi_owner;

-- Arrival order is the order of the arrays. Outcome per order: `reserved`, `sold_out`, `slot_full`, `limit`,
-- or `moved` (it does not wait for stock any more, or is not the caller's). The move is written with it:
--   authorised → capturing, or → voiding with the reason;
--   created, stock first → reserved, or → sold_out, which ends it: nothing was asked of anybody.
-- Whoever asks again before the next move gets the same answer, and nothing changes.
create or replace function saikobi.reserve_batch(in_owner text, in_orders uuid[], in_persons text[],
    in_slots bigint[], in_line_orders integer[], in_products bigint[], in_quantities bigint[])
returns table (order_id uuid, outcome text)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    products bigint[];
    units bigint[];
    limits bigint[];
    next_units bigint[];
    slots bigint[];
    places bigint[];
    fresh integer[];
    granted integer[];
    fits boolean;
    is_whole boolean := true; -- all of the batch is granted, which saves looking each line up
    priors bigint[];
    outcomes text[] := array_fill('moved'::text, array[cardinality(in_orders)]);
    verdicts text[];
    told record;
    moved integer;
begin
    -- 1. lock
    select array_agg(s.product), array_agg(s.total - s.held - s.sold), array_agg(s.per_person),
            array_agg(s.next_unit)
        into products, units, limits, next_units
        from (select * from stock where product = any(in_products) order by product for update) s;
    select array_agg(s.id), array_agg(s.total - s.held - s.sold) into slots, places
        from (select * from slot where id = any(in_slots) order by id for update) s;

    -- 2. Everything fits? Sums can tell, with what each person has already. What was reserved before and is
    -- asked again counts twice here: then the lines are walked one by one below.
    fits := not exists (
            select from (
                select l.product, sum(l.qty) as qty, max(l.qty + (select coalesce(sum(r.qty), 0)
                    from reservation r
                    where r.product = l.product and r.person = in_persons[l.position])) as most
                from unnest(in_line_orders, in_products, in_quantities) l(position, product, qty)
                group by l.product) w
            left join unnest(products, units, limits) c(product, units, per_person)
                on c.product = w.product
            where c.units is null or w.qty > c.units or w.most > c.per_person)
        and not exists (
            select from (select u.slot, count(*) as orders from unnest(in_slots) u(slot) group by 1) w
            left join unnest(slots, places) c(slot, places) on c.slot = w.slot
            where c.places is null or w.orders > c.places);

    -- 3. know whose turn it is: with everything granted they move at once
    if fits then
        with moved as (
            update orders o set status = case when o.stock_first then 'reserved' else 'capturing' end,
                changed_at = clock_timestamp()
            from unnest(in_orders) with ordinality u(id, at)
            where o.id = u.id and o.owner = in_owner
                and (o.status = 'authorised' or o.status = 'created' and o.stock_first)
            returning u.at::integer as at)
        select coalesce(array_agg(m.at order by m.at), '{}') into fresh from moved m;
    else
        select coalesce(array_agg(w.at order by w.at), '{}') into fresh from (
            select u.at::integer as at from unnest(in_orders) with ordinality u(id, at)
            join orders o on o.id = u.id
            where o.owner = in_owner and (o.status = 'authorised' or o.status = 'created' and o.stock_first)
            for no key update of o skip locked) w;
    end if;
    if cardinality(fresh) < cardinality(in_orders) then
        is_whole := false;
        -- Stood between two moves of an earlier version, which made them one by one.
        update orders set status = 'capturing', changed_at = clock_timestamp()
        where id = any(in_orders) and owner = in_owner and status = 'reserved' and not stock_first;
        for told in
            select u.at::integer as at, case when o.status = 'voiding' then o.reason else 'reserved' end as outcome
            from unnest(in_orders) with ordinality u(id, at) join orders o on o.id = u.id
            where o.owner = in_owner and case when exists (
                    select from reservation r where r.order_id = o.id)
                then o.status = 'capturing' or o.status = 'reserved'
                else o.status = 'voiding' and o.reason in ('sold_out', 'slot_full', 'limit') end
        loop
            outcomes[told.at] := told.outcome;
        end loop;
        if cardinality(fresh) = 0 then
            return query select * from unnest(in_orders, outcomes);
            return;
        end if;
    end if;

    -- 4. walk what may not fit
    if fits then
        granted := fresh;
        if is_whole then
            outcomes := array_fill('reserved'::text, array[cardinality(in_orders)]);
        else
            outcomes := array(select case when u.at = any(fresh) then 'reserved' else u.outcome end
                from unnest(outcomes) with ordinality u(outcome, at) order by u.at);
        end if;
    else
        select array_agg((select coalesce(sum(r.qty), 0) from reservation r
                where r.product = l.product and r.person = in_persons[l.position]) order by l.line)
            into priors
            from unnest(in_line_orders, in_products) with ordinality l(position, product, line);
        verdicts := walk_batch(fresh, in_slots, in_line_orders, in_products, in_quantities, priors,
            products, units, limits, slots, places);
        granted := '{}';
        is_whole := false;
        for i in 1 .. cardinality(fresh) loop
            outcomes[fresh[i]] := verdicts[i];
            if verdicts[i] = 'reserved' then
                granted := granted || fresh[i];
            end if;
        end loop;
        perform refuse_orders(in_orders, outcomes, fresh);
        if cardinality(granted) = 0 then
            return query select * from unnest(in_orders, outcomes);
            return;
        end if;
    end if;

    -- 5. write
    insert into reservation (product, first_unit, qty, order_id, person)
    select l.product, c.next_unit + sum(l.qty) over (partition by l.product order by l.line) - l.qty,
        l.qty, in_orders[l.position], in_persons[l.position]
    from unnest(in_line_orders, in_products, in_quantities)
        with ordinality l(position, product, qty, line)
    join unnest(products, next_units) c(product, next_unit) on c.product = l.product
    where is_whole or l.position = any(granted);
    update stock s set held = s.held + l.qty, next_unit = s.next_unit + l.qty,
        sold_out_at = case when s.total - s.held - s.sold <= l.qty and keeps_given_back(s.product)
            then coalesce(s.sold_out_at, clock_timestamp()) else s.sold_out_at end
    from (select product, sum(qty) as qty
        from unnest(in_line_orders, in_products, in_quantities) u(position, product, qty)
        where is_whole or position = any(granted) group by product) l
    where s.product = l.product;
    update slot s set held = s.held + t.places
    from (select in_slots[position] as id, count(*) as places from unnest(granted) u(position)
        group by 1) t
    where s.id = t.id;
    if not fits then
        update orders o set status = case when o.stock_first then 'reserved' else 'capturing' end,
            changed_at = clock_timestamp()
        from unnest(granted) g(position)
        where o.id = in_orders[g.position];
        get diagnostics moved = row_count;
        if moved <> cardinality(granted) then
            raise exception 'granted % orders, moved %', cardinality(granted), moved;
        end if;
    end if;
    return query select * from unnest(in_orders, outcomes);
end
$$;

reset role;
