-- What a batch costs shall grow with its orders, not with their square. Two lists joined row by row, neither
-- with an index, made 512 orders ten times as dear as 128: whoever comes with a second list now walks the
-- first and finds the order by its key. Functions in language sql were planned anew by every call.
set local role saikobi_owner;

-- As before (027_last_pieces.sql). Every order has lines: what they want leads to the order.
create or replace function saikobi.look_up_orders(in_sales text[], in_persons text[], in_keys text[],
    in_contents text[], in_slots bigint[], in_methods text[], in_line_orders integer[],
    in_products bigint[], in_quantities bigint[])
returns table (at integer, verdict text, order_id uuid, product bigint, units_left bigint[],
    places_left bigint)
language plpgsql stable security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
#variable_conflict use_column
begin
    return query
    with wanted as materialized (
        select l.position,
            array_agg(greatest(0, k.total - k.held - k.sold) order by l.n) as units_left,
            (array_agg(l.product order by l.n) filter (where p.state in ('sold_out', 'stopped')))[1]
                as off_product,
            (array_agg(p.state order by l.n) filter (where p.state in ('sold_out', 'stopped')))[1]
                as off_state,
            (array_agg(l.product order by l.n) filter (where l.qty + (
                select coalesce(sum(r.qty), 0) from reservation r
                where r.product = l.product and r.person = in_persons[l.position]) > k.per_person))[1]
                as limited
        from unnest(in_line_orders, in_products, in_quantities)
            with ordinality l(position, product, qty, n)
        join stock k on k.product = l.product
        join product_state p on p.product = l.product
        group by l.position
    ), asked as materialized (
        select w.*, in_sales[w.position] as sale, in_persons[w.position] as person,
            in_keys[w.position] as key, in_contents[w.position] as content,
            in_slots[w.position] as slot, in_methods[w.position] as method
        from wanted w)
    select u.position,
        case when same.id is not null and same.request_hash = request_hash(u.content) then 'same'
            when same.id is not null then 'other'
            when open.id is not null then 'under_way'
            when m.enabled is not true then 'method_off'
            when u.off_product is not null then u.off_state
            when u.limited is not null then 'limit'
            when s.stopped or s.sold >= s.total then 'slot_full'
            else 'free' end,
        coalesce(same.id, open.id), coalesce(u.off_product, u.limited), u.units_left,
        greatest(0, s.total - s.held - s.sold)
    from asked u
    left join lateral (select o.id, o.request_hash from orders o
        where o.sale = u.sale and o.person = u.person and o.idempotency_key = u.key limit 1) same on true
    left join lateral (select o.id from orders o
        where o.sale = u.sale and o.person = u.person and o.ended_at is null limit 1) open on true
    left join method m on m.sale = u.sale and m.id = u.method
    left join slot s on s.id = u.slot;
end
$$;

-- As before (021_orders_flows.sql). The commonest batch, in which every order is new, asks for nobody else's.
create or replace function saikobi.create_orders(in_owner text, in_orders uuid[], in_sales text[],
    in_persons text[], in_places bigint[], in_keys text[], in_contents text[], in_slots bigint[],
    in_methods text[], in_providers text[], in_flows text[], in_stock_first boolean[], in_means text[],
    in_return_keys text[], in_line_orders integer[], in_products bigint[], in_quantities bigint[],
    in_prices bigint[], in_deadline interval)
returns table (at integer, verdict text, order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
#variable_conflict use_column
declare
    totals bigint[] := array(select sum(qty * price)::bigint
        from unnest(in_line_orders, in_quantities, in_prices) l(position, qty, price)
        group by position order by position);
    made uuid[];
    is_all boolean;
begin
    if cardinality(totals) <> cardinality(in_orders) then
        raise exception 'an order without lines';
    end if;
    with written as (
        insert into orders (id, sale, run, person, place, idempotency_key, request_hash, status, owner,
            slot, method, provider, flow, stock_first, means, return_key, amount, deadline)
        select u.id, u.sale, s.run, u.person, u.place, u.key, request_hash(u.content),
            case when u.stock_first then 'created' else 'authorising' end, in_owner, u.slot, u.method,
            u.provider, u.flow, u.stock_first, u.means, u.return_key, totals[u.at],
            clock_timestamp() + in_deadline
        from unnest(in_orders, in_sales, in_persons, in_places, in_keys, in_contents, in_slots,
                in_methods, in_providers, in_flows, in_stock_first, in_means, in_return_keys)
            with ordinality u(id, sale, person, place, key, content, slot, method, provider, flow,
                stock_first, means, return_key, at)
        join sale s on s.slug = u.sale
        order by u.sale, u.person, u.key
        on conflict do nothing
        returning id
    )
    select coalesce(array_agg(id), '{}') into made from written;
    is_all := cardinality(made) = cardinality(in_orders);
    insert into order_line (order_id, product, qty, price)
    select in_orders[l.position], l.product, l.qty, l.price
    from unnest(in_line_orders, in_products, in_quantities, in_prices) l(position, product, qty, price)
    where is_all or in_orders[l.position] = any(made);
    -- A page that waits for its stock has asked for nothing yet: its row comes with its key.
    insert into payment (order_id, attempt, sale, provider, amount)
    select o.id, 1, o.sale, o.provider, o.amount from orders o
    where o.id = any(made) and (o.flow = 'points' or not o.stock_first);
    if is_all then
        return query select u.at::integer, 'created'::text, u.id
            from unnest(in_orders) with ordinality u(id, at);
        return;
    end if;
    return query select u.at::integer,
            case when u.id = any(made) or o.id = u.id then 'created'
                when o.idempotency_key <> u.key then 'under_way'
                when o.request_hash = request_hash(u.content) then 'same' else 'other' end,
            coalesce(o.id, u.id)
        from unnest(in_orders, in_sales, in_persons, in_keys, in_contents)
            with ordinality u(id, sale, person, key, content, at)
        left join lateral (
            select o.id, o.idempotency_key, o.request_hash from orders o
            where not u.id = any(made) and (o.id = u.id or (o.sale = u.sale and o.person = u.person
                and (o.idempotency_key = u.key or o.ended_at is null)))
            order by o.id = u.id desc, o.idempotency_key = u.key desc limit 1) o on true
        where u.id = any(made) or o.id is not null;
end
$$;

-- The provider set money aside, for a whole batch. Answers the orders it moved.
create or replace function saikobi.authorise_orders(in_owner text, in_orders uuid[], in_references text[])
returns setof uuid
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
begin
    return query with moved as (
        update orders o set status = 'authorised', next_action = '', changed_at = clock_timestamp()
        from unnest(in_orders, in_references) u(id, reference)
        where o.id = u.id and o.owner = in_owner
            and o.status in ('authorising', 'action_required', 'expiring')
        returning o.id, o.attempt, u.reference)
    update payment p set standing = 'authorised', reference = moved.reference,
        authorised_at = clock_timestamp()
    from moved
    where p.order_id = moved.id and p.attempt = moved.attempt
    returning p.order_id;
end
$$;

-- Six characters of Crockford's alphabet, unique in the sale. They open nothing; the desk reads them.
create or replace function saikobi.new_pickup_code(in_sale text) returns text
language plpgsql set search_path = saikobi, pg_temp set enable_seqscan = off as $$
declare
    alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    code text;
begin
    loop
        code := '';
        while length(code) < 6 loop
            code := code || substr(alphabet, 1 + floor(random() * 32)::integer, 1);
        end loop;
        if not exists (select from orders where sale = in_sale and pickup_code = code) then
            return code;
        end if;
    end loop;
end
$$;

-- Orders that are paid, locked by the caller, as before (026_plans.sql). Nearly always all hold units.
create or replace function saikobi.settle_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    holding uuid[] := array(select distinct order_id from reservation where order_id = any(moving));
    lacking uuid[] := '{}';
begin
    if cardinality(holding) < cardinality(moving) then
        lacking := array(select unnest(moving) except select unnest(holding));
    end if;
    update stock s set held = s.held - l.qty, sold = s.sold + l.qty,
        sold_out_at = case when s.sold + l.qty >= s.total
            then coalesce(s.sold_out_at, clock_timestamp()) else s.sold_out_at end
    from (select product, sum(qty) as qty from reservation where order_id = any(moving)
        group by product) l
    where s.product = l.product;
    update slot s set held = s.held - t.places, sold = s.sold + t.places
    from (select o.slot as id, count(*) as places from orders o
        where o.id = any(holding) group by o.slot) t
    where s.id = t.id;
    update orders o set status = 'paid', reason = '', pickup_code = new_pickup_code(o.sale),
        review = case when o.id = any(lacking) then 'paid_without_stock' else o.review end,
        next_action = '', changed_at = clock_timestamp(), ended_at = clock_timestamp()
    where o.id = any(moving);
end
$$;

-- Units and place of orders that are locked by the caller, as before (026_plans.sql).
create or replace function saikobi.give_back_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    holding uuid[] := array(select distinct order_id from reservation where order_id = any(moving));
    returned bigint[];
begin
    update slot s set held = s.held - t.places
    from (select o.slot as id, count(*) as places from orders o
        where o.id = any(holding) group by o.slot) t
    where s.id = t.id;
    select coalesce(array_agg(s.product), '{}') into returned from stock s
    where s.product = any(array(select product from reservation where order_id = any(moving)))
        and s.sold_out_at is null;
    update stock s set held = s.held - l.qty
    from (select product, sum(qty) as qty from reservation
        where order_id = any(moving) and product = any(returned) group by product) l
    where s.product = l.product;
    delete from reservation where order_id = any(moving) and product = any(returned);
    update reservation set order_id = null, person = null where order_id = any(moving);
end
$$;

-- As before (020_stock.sql): orders whose capture the provider confirmed. Answers those it moved.
create or replace function saikobi.settle_batch(in_owner text, in_orders uuid[], in_references text[])
returns table (order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
#variable_conflict use_column
declare
    moving uuid[];
    attempts integer[];
    told text[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}'), coalesce(array_agg(o.attempt), '{}'),
            coalesce(array_agg(o.reference), '{}')
        into moving, attempts, told from (
        select o.id, o.attempt, r.reference
        from unnest(in_orders, in_references) r(order_id, reference)
        join orders o on o.id = r.order_id
        where o.owner = in_owner and (o.status in ('capturing', 'voiding')
            or o.stock_first and o.status in ('reserved', 'action_required', 'expiring'))
        order by o.id for no key update of o) o;
    perform settle_locked(moving);
    update payment p set standing = 'captured', captured_at = clock_timestamp(),
        reference = case when m.reference = '' then p.reference else m.reference end
    from unnest(moving, attempts, told) m(id, attempt, reference)
    where p.order_id = m.id and p.attempt = m.attempt;
    return query select unnest(moving);
end
$$;

-- As before (020_stock.sql): the end of orders whose money was let go, or provably never taken.
create or replace function saikobi.give_back_batch(in_owner text, in_orders uuid[],
    in_codes text[] default '{}')
returns table (order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
#variable_conflict use_column
declare
    moving uuid[];
    codes text[];
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}'), coalesce(array_agg(o.code), '{}') into moving, codes from (
        select o.id, coalesce(c.code, '') as code
        from unnest(in_orders, in_codes) c(id, code)
        join orders o on o.id = c.id
        where o.owner = in_owner and (o.status in ('voiding', 'expiring')
            or o.stock_first and o.status in ('reserved', 'capturing', 'action_required'))
        order by o.id for no key update of o) o;
    perform give_back_locked(moving);
    update payment p set ended_at = clock_timestamp(),
        standing = case when o.status in ('capturing', 'action_required') then 'declined' else 'voided' end,
        code = coalesce(nullif(m.code, ''), p.code)
    from unnest(moving, codes) m(id, code) join orders o on o.id = m.id
    where p.order_id = o.id and p.attempt = o.attempt;
    update orders o set changed_at = clock_timestamp(), ended_at = clock_timestamp(), next_action = '',
        reason = coalesce(nullif(m.code, ''), o.reason),
        status = case when o.status = 'expiring' or o.reason = 'expired' then 'expired'
            when o.status in ('capturing', 'action_required') then 'declined'
            when o.status = 'reserved' then 'cancelled'
            when o.reason in ('sold_out', 'slot_full', 'limit') then 'sold_out'
            when o.reason = 'capture_refused' then 'capture_failed'
            else 'cancelled' end
    from unnest(moving, codes) m(id, code)
    where o.id = m.id;
    return query select unnest(moving);
end
$$;

-- Written again since 026_plans.sql, which lost them these.
do $$
declare
    name regprocedure;
    joins text;
begin
    for name in select p.oid from pg_proc p where p.pronamespace = 'saikobi'::regnamespace
        and p.proname in ('stock_batch', 'reserve_batch')
    loop
        foreach joins in array array['enable_hashjoin', 'enable_mergejoin', 'enable_material'] loop
            execute format('alter function %s set %I = off', name, joins);
        end loop;
    end loop;
end
$$;

-- One order at a time: nobody calls them any more.
drop function saikobi.look_up_order, saikobi.create_order, saikobi.order_authorised,
    saikobi.order_declined, saikobi.begin_captures;
reset role;
