-- The order life cycle (CHECKOUT.md §2.1). Every move names the state it comes from and the owner that
-- makes it; nothing moved means that somebody was first: read and follow.
set local role saikobi_owner;

create function saikobi.request_hash(in_content text) returns bytea
language sql immutable set search_path = saikobi, pg_temp as $$
    select sha256(convert_to(in_content, 'UTF8'));
$$;

-- What is known before an order is begun: `same` (the key was used for the same content: its order),
-- `other` (for other content), `under_way` (another order of this person is unfinished), `sold_out`,
-- `slot_full` or `limit` (with the product that stands in the way), or `free`.
create function saikobi.look_up_order(in_sale text, in_person text, in_key text, in_content text,
    in_slot bigint, in_products bigint[], in_quantities bigint[])
returns table (verdict text, order_id uuid, product bigint)
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
begin
    return query select case when o.request_hash = request_hash(in_content) then 'same' else 'other' end,
            o.id, null::bigint
        from orders o
        where o.sale = in_sale and o.person = in_person and o.idempotency_key = in_key;
    if found then return; end if;
    return query select 'under_way'::text, o.id, null::bigint from orders o
        where o.sale = in_sale and o.person = in_person and o.ended_at is null;
    if found then return; end if;
    return query select 'sold_out'::text, null::uuid, l.product
        from unnest(in_products, in_quantities) l(product, qty)
        join product_state p on p.product = l.product
        where p.state in ('sold_out', 'stopped') limit 1;
    if found then return; end if;
    return query select 'limit'::text, null::uuid, l.product
        from unnest(in_products, in_quantities) l(product, qty)
        join stock s on s.product = l.product
        where l.qty + (select coalesce(sum(r.qty), 0) from reservation r
            where r.product = l.product and r.person = in_person) > s.per_person limit 1;
    if found then return; end if;
    return query select 'slot_full'::text, null::uuid, null::bigint from slot s
        where s.id = in_slot and s.sold >= s.total;
    if found then return; end if;
    return query select 'free'::text, null::uuid, null::bigint;
end
$$;

-- The order with its lines and the first question to the provider, in one commit, before anything is
-- asked: it begins as `authorising`. Safe to repeat with the same id. Answers as look_up_order does:
-- created, same, other or under_way.
create function saikobi.create_order(in_owner text, in_order uuid, in_sale text, in_person text,
    in_place bigint, in_key text, in_content text, in_slot bigint, in_method text, in_provider text,
    in_means text, in_products bigint[], in_quantities bigint[], in_prices bigint[], in_deadline interval)
returns table (verdict text, order_id uuid)
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    total bigint;
    made integer;
begin
    select sum(u.qty * u.price) into total from unnest(in_quantities, in_prices) u(qty, price);
    insert into orders (id, sale, run, person, place, idempotency_key, request_hash, status, owner, slot,
        method, provider, means, amount, deadline)
    select in_order, in_sale, s.run, in_person, in_place, in_key, request_hash(in_content), 'authorising',
        in_owner, in_slot, in_method, in_provider, in_means, total, clock_timestamp() + in_deadline
    from sale s where s.slug = in_sale
    on conflict do nothing;
    get diagnostics made = row_count;
    if made = 1 then
        insert into order_line (order_id, product, qty, price)
        select in_order, u.product, u.qty, u.price
        from unnest(in_products, in_quantities, in_prices) u(product, qty, price);
        insert into payment (order_id, attempt, sale, provider, amount)
        values (in_order, 1, in_sale, in_provider, total);
        return query select 'created'::text, in_order;
        return;
    end if;
    return query select case when o.id = in_order then 'created'
            when o.idempotency_key <> in_key then 'under_way'
            when o.request_hash = request_hash(in_content) then 'same' else 'other' end, o.id
        from orders o
        where o.id = in_order or (o.sale = in_sale and o.person = in_person
            and (o.idempotency_key = in_key or o.ended_at is null))
        order by o.id = in_order desc, o.idempotency_key = in_key desc limit 1;
end
$$;

-- The provider set the money aside.
create function saikobi.order_authorised(in_owner text, in_order uuid, in_reference text)
returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with moved as (
        update saikobi.orders set status = 'authorised', next_action = '', changed_at = clock_timestamp()
        where id = in_order and owner = in_owner
            and status in ('authorising', 'action_required', 'expiring')
        returning id, attempt)
    update saikobi.payment p set standing = 'authorised', reference = in_reference,
        authorised_at = clock_timestamp()
    from moved where p.order_id = moved.id and p.attempt = moved.attempt
    returning true;
$$;

-- The shopper must act at the provider's page. Nobody owns the order meanwhile; whoever gets news takes it.
create function saikobi.order_needs_action(in_owner text, in_order uuid, in_reference text, in_url text,
    in_life interval, in_deadline interval) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with moved as (
        update saikobi.orders set status = 'action_required', owner = null, next_action = in_url,
            expires_at = clock_timestamp() + in_life,
            deadline = clock_timestamp() + in_life + in_deadline, changed_at = clock_timestamp()
        where id = in_order and owner = in_owner and status = 'authorising'
        returning id, attempt)
    update saikobi.payment p set standing = 'action_required', reference = in_reference
    from moved where p.order_id = moved.id and p.attempt = moved.attempt
    returning true;
$$;

create function saikobi.order_declined(in_owner text, in_order uuid, in_code text, in_review text)
returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with moved as (
        update saikobi.orders set status = 'declined', reason = in_code, review = in_review,
            next_action = '', changed_at = clock_timestamp(), ended_at = clock_timestamp()
        where id = in_order and owner = in_owner and status in ('authorising', 'action_required')
        returning id, attempt)
    update saikobi.payment p set standing = 'declined', code = in_code, ended_at = clock_timestamp()
    from moved where p.order_id = moved.id and p.attempt = moved.attempt
    returning true;
$$;

-- Nothing was asked yet, so nothing has to be undone.
create function saikobi.cancel_order(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set status = 'cancelled', changed_at = clock_timestamp(),
        ended_at = clock_timestamp()
    where id = in_order and owner = in_owner and status = 'created'
    returning true;
$$;

-- The capture key is written before the provider is asked. Answers the orders it moved.
create function saikobi.begin_captures(in_owner text, in_orders uuid[]) returns setof uuid
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set status = 'capturing', changed_at = clock_timestamp()
    where id = any(in_orders) and owner = in_owner and status = 'reserved'
    returning id;
$$;

-- The same for letting the money go. From `capturing` only after a definite refusal, which the caller
-- must have had.
create function saikobi.begin_voids(in_owner text, in_orders uuid[], in_reasons text[], in_review text)
returns setof uuid
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders o set status = 'voiding', reason = u.reason,
        review = case when in_review = '' then o.review else in_review end, changed_at = clock_timestamp()
    from unnest(in_orders, in_reasons) u(id, reason)
    where o.id = u.id and o.owner = in_owner and o.status in ('authorised', 'reserved', 'capturing')
    returning o.id;
$$;

-- The page or intent is about to be closed at the provider: first there, then here.
create function saikobi.begin_expiry(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set status = 'expiring', changed_at = clock_timestamp()
    where id = in_order and owner = in_owner and status = 'action_required'
        and expires_at < clock_timestamp()
    returning true;
$$;

-- News about an order whose shopper is at the provider's page: whoever has it takes it …
create function saikobi.take_order(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set owner = in_owner
    where id = in_order and status = 'action_required' and owner is null
    returning true;
$$;

-- … and leaves it again when the provider says that the shopper is still there.
create function saikobi.leave_order(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set owner = null
    where id = in_order and status = 'action_required' and owner = in_owner
    returning true;
$$;

-- What a person must look at; it changes no state. Of an unfinished order its owner says so; of one that
-- ended unpaid whoever heard that its money moved.
create function saikobi.note_review(in_owner text, in_order uuid, in_review text) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set review = in_review
    where id = in_order and (ended_at is null and owner = in_owner
        or ended_at is not null and status <> 'paid')
    returning true;
$$;

-- Orders of instances that fell silent for 5 s, or were replaced by a newer incarnation of the same name,
-- and orders whose page has expired, get a new owner. A zombie's moves then change nothing.
create function saikobi.take_over(in_owner text, in_limit integer, in_grace interval) returns setof uuid
language plpgsql security definer
set search_path = saikobi, pg_temp set enable_seqscan = off as $$
begin
    return query update orders o set owner = in_owner
    from (
        select id from orders c
        where ended_at is null and (
            owner is null and expires_at + in_grace < clock_timestamp()
            or owner is distinct from in_owner and owner is not null and not exists (
                select from instance i
                where i.incarnation = c.owner and i.beat_at > clock_timestamp() - interval '5 s'
                    and not exists (select from instance n
                        where n.name = i.name and n.started_at > i.started_at)))
        limit in_limit for update skip locked) taken
    where o.id = taken.id
    returning o.id;
end
$$;

revoke execute on function saikobi.request_hash, saikobi.look_up_order, saikobi.create_order,
    saikobi.order_authorised, saikobi.order_needs_action, saikobi.order_declined, saikobi.cancel_order,
    saikobi.begin_captures, saikobi.begin_voids, saikobi.begin_expiry, saikobi.take_order,
    saikobi.leave_order, saikobi.note_review, saikobi.take_over from public;
grant execute on function saikobi.look_up_order, saikobi.create_order, saikobi.order_authorised,
    saikobi.order_needs_action, saikobi.order_declined, saikobi.cancel_order, saikobi.begin_captures,
    saikobi.begin_voids, saikobi.begin_expiry, saikobi.take_order, saikobi.leave_order,
    saikobi.note_review, saikobi.take_over to saikobi_backend;
reset role;
