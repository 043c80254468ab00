-- Looking up orders tells what is left of what they want, for the gate of the last pieces; and a slot that
-- the audit stopped takes no orders.
set local role saikobi_owner;

drop function saikobi.look_up_orders(text[], text[], text[], text[], bigint[], text[], integer[], bigint[],
    bigint[]);

-- What stands in the way of new orders, before anything is written or asked: `same` or `other` (the key was
-- used, for this content or another), `under_way` (another order of this person is unfinished), `method_off`,
-- `stopped`, `sold_out`, `limit` (with the product that stands in the way), `slot_full`, or `free`, with
-- what is left of each line's product, in their order, and of the slot.
create function saikobi.look_up_orders(in_sales text[], in_persons text[], in_keys text[],
    in_contents text[], in_slots bigint[], in_methods text[], in_line_orders integer[],
    in_products bigint[], in_quantities bigint[])
returns table (at integer, verdict text, order_id uuid, product bigint, units_left bigint[],
    places_left bigint)
language sql stable security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan
set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
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
        group by l.position)
    select u.at::integer,
        case when same.id is not null and same.request_hash = request_hash(u.content) then 'same'
            when same.id is not null then 'other'
            when open.id is not null then 'under_way'
            when m.enabled is not true then 'method_off'
            when w.off_product is not null then w.off_state
            when w.limited is not null then 'limit'
            when s.stopped or s.sold >= s.total then 'slot_full'
            else 'free' end,
        coalesce(same.id, open.id), coalesce(w.off_product, w.limited), w.units_left,
        greatest(0, s.total - s.held - s.sold)
    from unnest(in_sales, in_persons, in_keys, in_contents, in_slots, in_methods)
        with ordinality u(sale, person, key, content, slot, method, at)
    left join lateral (select o.id, o.request_hash from orders o
        where o.sale = u.sale and o.person = u.person and o.idempotency_key = u.key limit 1) same on true
    left join lateral (select o.id from orders o
        where o.sale = u.sale and o.person = u.person and o.ended_at is null limit 1) open on true
    left join method m on m.sale = u.sale and m.id = u.method
    left join wanted w on w.position = u.at
    left join slot s on s.id = u.slot;
$$;

revoke execute on function saikobi.look_up_orders from public;
grant execute on function saikobi.look_up_orders to saikobi_backend;
reset role;
