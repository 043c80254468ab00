-- Moves of stock: reserve, settle, give back. All of them lock counter rows before order rows,
-- products by id, then slots by id. Each inner statement sees what was committed while the locks were
-- awaited; one statement made of CTEs would not, and two instances repeating an order would collide.
-- Plans are pinned: one cached on an empty table would scan the full one.
set local role saikobi_owner;

-- Taken first by a transaction that makes several of these moves, so that the order holds for all.
create function saikobi.lock_counters(in_products bigint[], in_slots bigint[]) returns void
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
begin
    perform from stock where product = any(in_products) order by product for update;
    perform from slot where id = any(in_slots) order by id for update;
end
$$;

-- Arrival order: an order gets all it asks for, or nothing. Pure arithmetic over arrays; `left_units`
-- and `limits` belong to `products`, `left_places` to `slots`, `priors` to the lines. Answers one
-- outcome per position in `fresh`.
create function saikobi.walk_batch(fresh integer[], order_slots bigint[], line_orders integer[],
    line_products bigint[], line_quantities bigint[], priors bigint[], products bigint[],
    left_units bigint[], limits bigint[], slots bigint[], left_places bigint[]) returns text[]
language plpgsql immutable set search_path = saikobi, pg_temp as $$
declare
    outcomes text[] := '{}';
    verdict text;
    place integer;
    at integer;
    line integer;
    lines integer := coalesce(cardinality(line_orders), 0);
    seen integer := 1; -- lines come in the order of their orders
    first_line integer;
begin
    for i in 1 .. cardinality(fresh) loop
        while seen <= lines and line_orders[seen] < fresh[i] loop
            seen := seen + 1;
        end loop;
        first_line := seen;
        verdict := 'reserved';
        place := array_position(slots, order_slots[fresh[i]]);
        if place is null or left_places[place] < 1 then
            verdict := 'slot_full';
        end if;
        line := first_line;
        while verdict = 'reserved' and line <= lines and line_orders[line] = fresh[i] loop
            at := array_position(products, line_products[line]);
            if at is null or left_units[at] < line_quantities[line] then
                verdict := 'sold_out';
            elsif priors[line] + line_quantities[line] > limits[at] then
                verdict := 'limit';
            end if;
            line := line + 1;
        end loop;
        if verdict = 'reserved' then
            left_places[place] := left_places[place] - 1;
            for taken in first_line .. line - 1 loop
                at := array_position(products, line_products[taken]);
                left_units[at] := left_units[at] - line_quantities[taken];
            end loop;
        end if;
        outcomes := outcomes || verdict;
    end loop;
    return outcomes;
end
$$;

-- The interval allocator. in_line_orders names the position of each line's order, ascending; a product
-- stands at most once in an order, and at most one order of a person may be unfinished (unique index),
-- which makes the count per person exact. Outcome per order, in the order of the call: reserved,
-- sold_out, slot_full, limit, or moved (it does not wait for stock any more, or is not the caller's).
create function saikobi.reserve_batch(in_owner text, in_orders uuid[], in_persons text[],
    in_slots bigint[], in_line_orders integer[], in_products bigint[], in_quantities bigint[])
returns table (order_id uuid, outcome text)
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    products bigint[];
    left_units bigint[];
    limits bigint[];
    slots bigint[];
    left_places bigint[];
    fresh integer[];
    granted integer[];
    priors bigint[];
    outcomes text[] := array_fill('moved'::text, array[cardinality(in_orders)]);
    verdicts text[];
    known integer;
begin
    -- 1. lock
    select array_agg(s.product), array_agg(s.total - s.held - s.sold), array_agg(s.per_person)
        into products, left_units, limits
        from (select * from stock where product = any(in_products) order by product for update) s;
    select array_agg(s.id), array_agg(s.total - s.held - s.sold) into slots, left_places
        from (select * from slot where id = any(in_slots) order by id for update) s;

    -- 2. know: a repeat gets its old answer and changes nothing
    for known in
        select distinct array_position(in_orders, r.order_id) from reservation r
        where r.order_id = any(in_orders)
    loop
        outcomes[known] := 'reserved';
    end loop;
    select coalesce(array_agg(o.at order by o.at), '{}') into fresh from (
        select array_position(in_orders, id) as at from orders
        where id = any(in_orders) and status = 'authorised' and owner = in_owner
        for update skip locked) o;
    if cardinality(fresh) = 0 then
        return query select * from unnest(in_orders, outcomes);
        return;
    end if;

    -- 3. count what each person has already
    select array_agg((select coalesce(sum(r.qty), 0) from reservation r
            where r.product = l.product and r.person = in_persons[l.position]) order by l.line)
        into priors
        from unnest(in_line_orders, in_products) with ordinality l(position, product, line);

    -- 4. walk, unless everything fits, which one sum can tell
    if not exists (
            select from unnest(in_line_orders, in_products, in_quantities, priors)
                l(position, product, qty, prior)
            left join unnest(products, left_units, limits) c(product, units, per_person)
                on c.product = l.product
            where l.position = any(fresh)
            group by l.product, c.units, c.per_person
            having c.units is null or sum(l.qty) > c.units or max(l.qty + l.prior) > c.per_person)
        and not exists (
            select from unnest(fresh) f(position)
            left join unnest(slots, left_places) c(slot, places) on c.slot = in_slots[f.position]
            group by c.slot, c.places having c.places is null or count(*) > c.places)
    then
        granted := fresh;
        for i in 1 .. cardinality(fresh) loop
            outcomes[fresh[i]] := 'reserved';
        end loop;
    else
        verdicts := walk_batch(fresh, in_slots, in_line_orders, in_products, in_quantities, priors,
            products, left_units, limits, slots, left_places);
        granted := '{}';
        for i in 1 .. cardinality(fresh) loop
            outcomes[fresh[i]] := verdicts[i];
            if verdicts[i] = 'reserved' then
                granted := granted || fresh[i];
            end if;
        end loop;
    end if;

    -- 5. write
    insert into reservation (product, first_unit, qty, order_id, person)
    select l.product,
        s.next_unit + sum(l.qty) over (partition by l.product order by l.line) - l.qty,
        l.qty, in_orders[l.position], in_persons[l.position]
    from unnest(in_line_orders, in_products, in_quantities)
        with ordinality l(position, product, qty, line)
    join stock s on s.product = l.product
    where l.position = any(granted);
    update stock s set held = s.held + l.qty, next_unit = s.next_unit + l.qty,
        sold_out_at = case when s.total - s.held - s.sold > l.qty then s.sold_out_at
            when keeps_given_back(s.product) then coalesce(s.sold_out_at, clock_timestamp()) end
    from (select product, sum(qty) as qty
        from unnest(in_line_orders, in_products, in_quantities) u(position, product, qty)
        where position = any(granted) group by product) l
    where s.product = l.product;
    update slot s set held = s.held + t.places
    from (select in_slots[position] as id, count(*) as places from unnest(granted) u(position)
        group by 1) t
    where s.id = t.id;
    update orders set status = 'reserved', changed_at = clock_timestamp()
    where id in (select in_orders[position] from unnest(granted) u(position));
    return query select * from unnest(in_orders, outcomes);
end
$$;

-- Six characters of Crockford's alphabet, unique in the sale. They open nothing; the desk reads them.
create function saikobi.new_pickup_code(in_sale text) returns text
language plpgsql set search_path = saikobi, pg_temp set enable_seqscan = off as $$
declare
    code text;
begin
    loop
        select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + floor(random() * 32)::integer, 1), '')
            into code from generate_series(1, 6);
        if not exists (select from orders where sale = in_sale and pickup_code = code) then
            return code;
        end if;
    end loop;
end
$$;

-- held → sold together with → paid, for orders whose capture the provider confirmed. One that was being
-- voided and turns out captured is paid too; without units it is marked for a person to decide.
-- Answers the orders it moved.
create function saikobi.settle_batch(in_owner text, in_orders uuid[], in_references text[])
returns table (order_id uuid)
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    moving uuid[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}') into moving from (
        select id from orders
        where id = any(in_orders) and owner = in_owner and status in ('capturing', 'voiding')
        order by id for update) o;
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
    update payment p set standing = 'captured', captured_at = clock_timestamp(),
        reference = case when r.reference = '' then p.reference else r.reference end
    from unnest(in_orders, in_references) r(order_id, reference), orders o
    where o.id = r.order_id and o.id = any(moving) and p.order_id = o.id and p.attempt = o.attempt;
    update orders o set status = 'paid', reason = '', pickup_code = new_pickup_code(o.sale),
        review = case when exists (select from reservation r where r.order_id = o.id) then o.review
            else 'paid_without_stock' end,
        changed_at = clock_timestamp(), ended_at = clock_timestamp()
    where o.id = any(moving);
    return query select unnest(moving);
end
$$;

-- The end of orders whose money was let go: voided at the provider, or closed there before it was
-- authorised. A slot place returns at once, units by the sale's policy. Answers the orders it moved.
create function saikobi.give_back_batch(in_owner text, in_orders uuid[])
returns table (order_id uuid)
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    moving uuid[];
    returned bigint[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}') into moving from (
        select id from orders
        where id = any(in_orders) and owner = in_owner and status in ('voiding', 'expiring')
        order by id for update) o;
    update slot s set held = s.held - t.places
    from (select o.slot as id, count(*) as places from orders o where o.id = any(moving)
            and exists (select from reservation r where r.order_id = o.id) group by o.slot) t
    where s.id = t.id;
    -- Once a product was shown as sold out under policy keep, its units lose their order but stay held.
    select coalesce(array_agg(s.product), '{}') into returned from stock s
    where s.product in (select product from reservation where order_id = any(moving))
        and (s.sold_out_at is null or not keeps_given_back(s.product));
    update stock s set held = s.held - l.qty, sold_out_at = null
    from (select product, sum(qty) as qty from reservation
        where order_id = any(moving) and product = any(returned) group by product) l
    where s.product = l.product;
    delete from reservation where order_id = any(moving) and product = any(returned);
    update reservation set order_id = null, person = null where order_id = any(moving);
    update payment p set standing = 'voided', ended_at = clock_timestamp()
    from orders o
    where o.id = any(moving) and p.order_id = o.id and p.attempt = o.attempt;
    update orders set changed_at = clock_timestamp(), ended_at = clock_timestamp(),
        status = case when status = 'expiring' or reason = 'expired' then 'expired'
            when reason in ('sold_out', 'slot_full', 'limit') then 'sold_out'
            when reason = 'capture_refused' then 'capture_failed'
            else 'cancelled' end
    where id = any(moving);
    return query select unnest(moving);
end
$$;

revoke execute on function saikobi.lock_counters, saikobi.walk_batch, saikobi.reserve_batch,
    saikobi.new_pickup_code, saikobi.settle_batch, saikobi.give_back_batch, saikobi.keeps_given_back
    from public;
grant execute on function saikobi.lock_counters, saikobi.reserve_batch, saikobi.settle_batch,
    saikobi.give_back_batch to saikobi_backend;
reset role;
