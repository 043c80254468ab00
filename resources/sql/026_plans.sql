-- What a sale does all day must cost the same in its last minute as in its first.
-- Compiling a plan pays only where it runs for long. Nothing here does; but a table that must be read whole
-- counts as endlessly dear (enable_seqscan), and so each session compiled its every second's audit, for 1 s.
alter role saikobi_backend set jit = off;
set local role saikobi_owner;

-- Orders that are paid, locked by the caller. Which of them hold units is asked once, by their ids: an
-- `exists` per order became a hash of all reservations there are, again for every batch.
create or replace function saikobi.settle_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    holding uuid[] := array(select order_id from reservation where order_id = any(moving));
begin
    update stock s set held = s.held - l.qty, sold = s.sold + l.qty,
        sold_out_at = case when s.sold + l.qty >= s.total
            then coalesce(s.sold_out_at, clock_timestamp()) else s.sold_out_at end
    from (select product, sum(qty) as qty from reservation where order_id = any(moving)
        group by product) l
    where s.product = l.product;
    update slot s set held = s.held - t.places, sold = s.sold + t.places
    from (select o.slot as id, count(*) as places from orders o
        where o.id = any(moving) and o.id = any(holding) group by o.slot) t
    where s.id = t.id;
    update orders o set status = 'paid', reason = '', pickup_code = new_pickup_code(o.sale),
        review = case when o.id = any(holding) then o.review else 'paid_without_stock' end,
        next_action = '', changed_at = clock_timestamp(), ended_at = clock_timestamp()
    where o.id = any(moving);
end
$$;

-- Units and place of orders that are locked by the caller, as before (020_stock.sql).
create or replace function saikobi.give_back_locked(moving uuid[]) returns void
language plpgsql set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    holding uuid[] := array(select order_id from reservation where order_id = any(moving));
    returned bigint[];
begin
    update slot s set held = s.held - t.places
    from (select o.slot as id, count(*) as places from orders o
        where o.id = any(moving) and o.id = any(holding) group by o.slot) t
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

-- As before (021_orders_flows.sql), but each order and person is looked for by itself: joined, all unfinished
-- orders were read for every batch.
create or replace function saikobi.look_up_orders(in_sales text[], in_persons text[], in_keys text[],
    in_contents text[], in_slots bigint[], in_methods text[], in_line_orders integer[],
    in_products bigint[], in_quantities bigint[])
returns table (at integer, verdict text, order_id uuid, product bigint)
language sql stable security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
    select u.at::integer,
        case when same.id is not null and same.request_hash = request_hash(u.content) then 'same'
            when same.id is not null then 'other'
            when open.id is not null then 'under_way'
            when m.enabled is not true then 'method_off'
            when off.product is not null then off.state
            when most.product is not null then 'limit'
            when s.sold >= s.total then 'slot_full'
            else 'free' end,
        coalesce(same.id, open.id), coalesce(off.product, most.product)
    from unnest(in_sales, in_persons, in_keys, in_contents, in_slots, in_methods)
        with ordinality u(sale, person, key, content, slot, method, at)
    left join lateral (select o.id, o.request_hash from orders o
        where o.sale = u.sale and o.person = u.person and o.idempotency_key = u.key limit 1) same on true
    left join lateral (select o.id from orders o
        where o.sale = u.sale and o.person = u.person and o.ended_at is null limit 1) open on true
    left join method m on m.sale = u.sale and m.id = u.method
    left join lateral (select l.product, p.state
        from unnest(in_line_orders, in_products) l(position, product)
        join product_state p on p.product = l.product
        where l.position = u.at and p.state in ('sold_out', 'stopped') limit 1) off on true
    left join lateral (select l.product
        from unnest(in_line_orders, in_products, in_quantities) l(position, product, qty)
        join stock k on k.product = l.product
        where l.position = u.at and l.qty + (select coalesce(sum(r.qty), 0) from reservation r
            where r.product = l.product and r.person = u.person) > k.per_person limit 1) most on true
    left join slot s on s.id = u.slot;
$$;

-- Batches are short and what they touch is found by its key, whatever a table's size was when the plan was
-- made: no plan that reads one side whole.
do $$
declare
    name regprocedure;
    joins text;
begin
    for name in select p.oid from pg_proc p where p.pronamespace = 'saikobi'::regnamespace
        and p.proname in ('look_up_orders', 'create_orders', 'authorise_orders', 'stock_batch', 'lock_counters',
            'reserve_batch', 'settle_batch', 'settle_locked', 'give_back_batch', 'give_back_locked',
            'refuse_orders', 'pay_points_batch')
    loop
        foreach joins in array array['enable_hashjoin', 'enable_mergejoin', 'enable_material'] loop
            execute format('alter function %s set %I = off', name, joins);
        end loop;
    end loop;
end
$$;
reset role;
