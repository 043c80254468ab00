-- Moves of stock, second version: an order of a stock-first method is served too, a repeat gets its old
-- answer, and a whole batch is one call. Locks as before: products by id, slots by id, orders, and last the
-- accounts of points. Statements after the locks see what was committed while they were awaited.
-- Plans are pinned (generic, no sequential scan): making one costs more than running it.
set local role saikobi_owner;

-- Each order is moved several times, neighbours together: with less room their new versions would leave
-- the page, which costs an entry in each index (measured: 32 µs an order instead of 6).
alter table saikobi.orders set (fillfactor = 45);

-- Kept units are few and looked for by product: an index that a sale never touches.
create index reservation_kept on saikobi.reservation (product, first_unit) where order_id is null;

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

    -- 2. know
    select coalesce(array_agg(w.at order by w.at), '{}') into fresh from (
        select u.at::integer as at from unnest(in_orders) with ordinality u(id, at)
        join orders o on o.id = u.id
        where o.owner = in_owner and (o.status = 'authorised' or o.status = 'created' and o.stock_first)
        for no key update of o skip locked) w;
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

    -- 3. and 4. Everything fits? One sum can tell, with what each person has already.
    if not exists (
            select from (
                select l.product, sum(l.qty) as qty, max(l.qty + (select coalesce(sum(r.qty), 0)
                    from reservation r
                    where r.product = l.product and r.person = in_persons[l.position])) as most
                from unnest(in_line_orders, in_products, in_quantities) l(position, product, qty)
                where is_whole or l.position = any(fresh)
                group by l.product) w
            left join unnest(products, units, limits) c(product, units, per_person)
                on c.product = w.product
            where c.units is null or w.qty > c.units or w.most > c.per_person)
        and not exists (
            select from (select in_slots[f.position] as slot, count(*) as orders
                from unnest(fresh) f(position) group by 1) w
            left join unnest(slots, places) c(slot, places) on c.slot = w.slot
            where c.places is null or w.orders > c.places)
    then
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
    update orders o set status = case when o.stock_first then 'reserved' else 'capturing' end,
        changed_at = clock_timestamp()
    from unnest(granted) g(position)
    where o.id = in_orders[g.position];
    get diagnostics moved = row_count;
    if moved <> cardinality(granted) then
        raise exception 'granted % orders, moved %', cardinality(granted), moved;
    end if;
    return query select * from unnest(in_orders, outcomes);
end
$$;

-- Those of `fresh` that got nothing: their money is let go, or they end where nothing was asked.
create function saikobi.refuse_orders(in_orders uuid[], in_outcomes text[], fresh integer[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    refused uuid[];
begin
    refused := array(select in_orders[f.at] from unnest(fresh) f(at) where in_outcomes[f.at] <> 'reserved');
    update orders o set status = case when o.stock_first then 'sold_out' else 'voiding' end,
        reason = in_outcomes[f.at], changed_at = clock_timestamp(),
        ended_at = case when o.stock_first then clock_timestamp() end
    from unnest(fresh) f(at)
    where in_outcomes[f.at] <> 'reserved' and o.id = in_orders[f.at];
    update payment p set standing = 'voided', ended_at = clock_timestamp()
    from orders o
    where o.id = any(refused) and o.stock_first and p.order_id = o.id and p.attempt = o.attempt;
end
$$;

-- held → sold of orders that are locked by the caller, together with their way to `paid`. One without
-- units is paid all the same and marked for a person to decide.
create function saikobi.settle_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
    update stock s set held = s.held - l.qty, sold = s.sold + l.qty,
        sold_out_at = case when s.sold + l.qty >= s.total
            then coalesce(s.sold_out_at, clock_timestamp()) else s.sold_out_at end
    from (select product, sum(qty) as qty from reservation where order_id = any(moving)
        group by product) l
    where s.product = l.product;
    update slot s set held = s.held - t.places, sold = s.sold + t.places
    from (select o.slot as id, count(*) as places from orders o where o.id = any(moving)
            and exists (select from reservation r where r.order_id = o.id) group by o.slot) t
    where s.id = t.id;
    update orders o set status = 'paid', reason = '', pickup_code = new_pickup_code(o.sale),
        review = case when exists (select from reservation r where r.order_id = o.id) then o.review
            else 'paid_without_stock' end,
        next_action = '', changed_at = clock_timestamp(), ended_at = clock_timestamp()
    where o.id = any(moving);
end
$$;

-- Units and place of orders that are locked by the caller. A place returns at once. Units do so unless
-- their product was shown as sold out: that is final, so they lose their order and stay held until an
-- announced offer.
create function saikobi.give_back_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    returned bigint[];
begin
    update slot s set held = s.held - t.places
    from (select o.slot as id, count(*) as places from orders o where o.id = any(moving)
            and exists (select from reservation r where r.order_id = o.id) group by o.slot) t
    where s.id = t.id;
    select coalesce(array_agg(s.product), '{}') into returned from stock s
    where s.product in (select product from reservation where order_id = any(moving))
        and s.sold_out_at is null;
    update stock s set held = s.held - l.qty
    from (select product, sum(qty) as qty from reservation
        where order_id = any(moving) and product = any(returned) group by product) l
    where s.product = l.product;
    delete from reservation where order_id = any(moving) and product = any(returned);
    update reservation set order_id = null, person = null where order_id = any(moving);
end
$$;

-- Orders whose capture the provider confirmed. One that was being voided and turns out captured is paid
-- too. Stock-first orders have no capture of their own: whatever their page was doing, the payment was
-- made. Answers the orders it moved.
create or replace function saikobi.settle_batch(in_owner text, in_orders uuid[], in_references text[])
returns table (order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    moving uuid[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}') into moving from (
        select id from orders
        where id = any(in_orders) and owner = in_owner and (status in ('capturing', 'voiding')
            or stock_first and status in ('reserved', 'action_required', 'expiring'))
        order by id for no key update) o;
    perform settle_locked(moving);
    update payment p set standing = 'captured', captured_at = clock_timestamp(),
        reference = case when r.reference = '' then p.reference else r.reference end
    from unnest(in_orders, in_references) r(order_id, reference), orders o
    where o.id = r.order_id and o.id = any(moving) and p.order_id = o.id and p.attempt = o.attempt;
    return query select unnest(moving);
end
$$;

-- The end of orders whose money was let go, or provably never taken: voided or closed at the provider, or,
-- stock first, declined there (`in_codes` says why) or given up before it was asked: `reserved`.
-- Answers the orders it moved.
drop function saikobi.give_back_batch(text, uuid[]);
create function saikobi.give_back_batch(in_owner text, in_orders uuid[], in_codes text[] default '{}')
returns table (order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    moving uuid[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}') into moving from (
        select id from orders
        where id = any(in_orders) and owner = in_owner and (status in ('voiding', 'expiring')
            or stock_first and status in ('reserved', 'capturing', 'action_required'))
        order by id for no key update) o;
    perform give_back_locked(moving);
    update payment p set ended_at = clock_timestamp(),
        standing = case when o.status in ('capturing', 'action_required') then 'declined' else 'voided' end,
        code = coalesce(nullif(c.code, ''), p.code)
    from orders o left join unnest(in_orders, in_codes) c(id, code) on c.id = o.id
    where o.id = any(moving) and p.order_id = o.id and p.attempt = o.attempt;
    update orders o set changed_at = clock_timestamp(), ended_at = clock_timestamp(), next_action = '',
        reason = coalesce(nullif(c.code, ''), o.reason),
        status = case when o.status = 'expiring' or o.reason = 'expired' then 'expired'
            when o.status in ('capturing', 'action_required') then 'declined'
            when o.status = 'reserved' then 'cancelled'
            when o.reason in ('sold_out', 'slot_full', 'limit') then 'sold_out'
            when o.reason = 'capture_refused' then 'capture_failed'
            else 'cancelled' end
    from unnest(in_orders, in_codes) c(id, code)
    where o.id = any(moving) and c.id = o.id;
    return query select unnest(moving);
end
$$;

-- Everything that one batch of an instance wants of the counters, in one call and one commit. Where it
-- wants more than to reserve, all counters are locked first: several moves lock in order only together.
create function saikobi.stock_batch(in_owner text, in_orders uuid[], in_persons text[], in_slots bigint[],
    in_line_orders integer[], in_products bigint[], in_quantities bigint[],
    in_settled uuid[], in_references text[], in_given_back uuid[], in_codes text[], in_points uuid[])
returns table (order_id uuid, outcome text)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    others uuid[] := in_settled || in_given_back || in_points;
begin
    if cardinality(others) > 0 then
        perform lock_counters(
            in_products || array(select distinct product from order_line where order_id = any(others)),
            in_slots || array(select distinct slot from orders where id = any(others)));
    end if;
    if cardinality(in_orders) > 0 then
        return query select * from reserve_batch(in_owner, in_orders, in_persons, in_slots, in_line_orders,
            in_products, in_quantities);
    end if;
    if cardinality(in_settled) > 0 then
        return query select s.order_id, 'settled'::text from settle_batch(in_owner, in_settled, in_references) s;
    end if;
    if cardinality(in_given_back) > 0 then
        return query select g.order_id, 'given_back'::text
            from give_back_batch(in_owner, in_given_back, in_codes) g;
    end if;
    if cardinality(in_points) > 0 then
        return query select * from pay_points_batch(in_owner, in_points);
    end if;
end
$$;

revoke execute on function saikobi.stock_batch, saikobi.refuse_orders, saikobi.settle_locked, saikobi.give_back_locked,
    saikobi.give_back_batch from public;
grant execute on function saikobi.stock_batch, saikobi.give_back_batch to saikobi_backend;
reset role;
