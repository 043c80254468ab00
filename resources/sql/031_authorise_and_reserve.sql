-- An authorisation and what it reserves share a commit: a paid order needs three instead of four.
set local role saikobi_owner;

drop function saikobi.stock_batch(text, uuid[], text[], bigint[], integer[], bigint[], bigint[], uuid[], text[],
    uuid[], text[], uuid[]);

-- As before (020_stock.sql). `in_authorised` belongs to `in_orders`: the provider's reference where the
-- authorisation is not written yet, else ''. Counters are locked before the orders it moves.
create function saikobi.stock_batch(in_owner text, in_orders uuid[], in_authorised text[], in_persons text[],
    in_slots bigint[], in_line_orders integer[], in_products bigint[], in_quantities bigint[],
    in_settled uuid[], in_references text[], in_given_back uuid[], in_codes text[], in_points uuid[])
returns table (order_id uuid, outcome text)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    others uuid[] := in_settled || in_given_back || in_points;
    has_authorised boolean := exists (select from unnest(in_authorised) a(reference) where reference <> '');
begin
    if cardinality(others) > 0 then
        perform lock_counters(
            in_products || array(select distinct product from order_line where order_id = any(others)),
            in_slots || array(select distinct slot from orders where id = any(others)));
    elsif has_authorised then
        perform lock_counters(in_products, in_slots);
    end if;
    if has_authorised then
        perform authorise_orders(in_owner, array_agg(a.id), array_agg(a.reference))
        from unnest(in_orders, in_authorised) a(id, reference) where a.reference <> '';
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

revoke execute on function saikobi.stock_batch from public;
grant execute on function saikobi.stock_batch to saikobi_backend;
reset role;
