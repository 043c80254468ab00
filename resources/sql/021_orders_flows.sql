-- Ways to pay: the provider's own page (hosted), and stock before money for methods that cannot set money
-- aside, points among them. An order keeps both words of its method: a sale file may change meanwhile.
set local role saikobi_owner;

alter table saikobi.method alter column provider drop not null;
alter table saikobi.method
    add column flow text not null default 'direct' check (flow in ('direct', 'hosted', 'points')),
    add column stock_first boolean not null default false,
    add column refunds boolean not null default false,
    add constraint method_provider check ((flow = 'points') = (provider is null)),
    -- What is taken before the goods are certain must be possible to give back.
    add constraint method_stock_first check (case when flow = 'direct' then not stock_first
        when flow = 'points' then stock_first else not stock_first or refunds end);

alter table saikobi.orders
    add column flow text not null default 'direct' check (flow in ('direct', 'hosted', 'points')),
    add column stock_first boolean not null default false,
    -- 128 random bits that stand in the address the provider sends the buyer back to: whoever shows them
    -- may see this order without a pass, and nothing else.
    add column return_key text not null default '';

-- What is known before orders are begun, for a whole batch. Positions count from 1; lines name the position
-- of their order. `same` (the key was used for the same content: its order), `other` (for other content),
-- `under_way` (another order of this person is unfinished), `method_off`, `stopped`, `sold_out`, `limit`
-- (with the product that stands in the way), `slot_full`, or `free`.
create function saikobi.look_up_orders(in_sales text[], in_persons text[], in_keys text[],
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
        where o.sale = u.sale and o.person = u.person and o.idempotency_key = u.key) same on true
    left join lateral (select o.id from orders o
        where o.sale = u.sale and o.person = u.person and o.ended_at is null) open on true
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

-- Orders with their lines and the first question to the provider, in one commit for all of them, before
-- anything is asked: they begin as `authorising`, or as `created` where stock comes first. Safe to repeat
-- with the same ids. Per order: created, same, other or under_way, with the order that stands in the way.
-- Rows are written in the order of their keys: two instances that meet at a person wait, never both.
create function saikobi.create_orders(in_owner text, in_orders uuid[], in_sales text[],
    in_persons text[], in_places bigint[], in_keys text[], in_contents text[], in_slots bigint[],
    in_methods text[], in_providers text[], in_flows text[], in_stock_first boolean[], in_means text[],
    in_return_keys text[], in_line_orders integer[], in_products bigint[], in_quantities bigint[],
    in_prices bigint[], in_deadline interval)
returns table (at integer, verdict text, order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    made uuid[];
begin
    with totals as (
        select position, sum(qty * price) as total
        from unnest(in_line_orders, in_quantities, in_prices) l(position, qty, price) group by position
    ), written as (
        insert into orders (id, sale, run, person, place, idempotency_key, request_hash, status, owner,
            slot, method, provider, flow, stock_first, means, return_key, amount, deadline)
        select u.id, u.sale, s.run, u.person, u.place, u.key, request_hash(u.content),
            case when u.stock_first then 'created' else 'authorising' end, in_owner, u.slot, u.method,
            u.provider, u.flow, u.stock_first, u.means, u.return_key, t.total,
            clock_timestamp() + in_deadline
        from unnest(in_orders, in_sales, in_persons, in_places, in_keys, in_contents, in_slots,
                in_methods, in_providers, in_flows, in_stock_first, in_means, in_return_keys)
            with ordinality u(id, sale, person, place, key, content, slot, method, provider, flow,
                stock_first, means, return_key, at)
        join totals t on t.position = u.at
        join sale s on s.slug = u.sale
        order by u.sale, u.person, u.key
        on conflict do nothing
        returning id
    )
    select coalesce(array_agg(id), '{}') into made from written;
    insert into order_line (order_id, product, qty, price)
    select in_orders[l.position], l.product, l.qty, l.price
    from unnest(in_line_orders, in_products, in_quantities, in_prices) l(position, product, qty, price)
    where in_orders[l.position] = any(made);
    -- A page that waits for its stock has asked for nothing yet: its row comes with its key.
    insert into payment (order_id, attempt, sale, provider, amount)
    select o.id, 1, o.sale, o.provider, o.amount from orders o
    where o.id = any(made) and (o.flow = 'points' or not o.stock_first);
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

-- The provider set money aside: order_authorised for a whole batch. Answers the orders it moved.
create function saikobi.authorise_orders(in_owner text, in_orders uuid[], in_references text[])
returns setof uuid
language sql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
    with moved as (
        update orders o set status = 'authorised', next_action = '', changed_at = clock_timestamp()
        where o.id = any(in_orders) and o.owner = in_owner
            and o.status in ('authorising', 'action_required', 'expiring')
        returning o.id, o.attempt)
    update payment p set standing = 'authorised', reference = u.reference,
        authorised_at = clock_timestamp()
    from moved join unnest(in_orders, in_references) u(id, reference) on u.id = moved.id
    where p.order_id = moved.id and p.attempt = moved.attempt
    returning p.order_id;
$$;

-- The start of a page whose units are held: its key is written before the provider is asked.
create function saikobi.begin_page(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into saikobi.payment (order_id, attempt, sale, provider, amount)
    select id, attempt, sale, provider, amount from saikobi.orders
    where id = in_order and owner = in_owner and status = 'reserved' and flow = 'hosted'
    on conflict (order_id, attempt) do update set asked_at = saikobi.payment.asked_at
    returning true;
$$;

create or replace function saikobi.order_needs_action(in_owner text, in_order uuid, in_reference text,
    in_url text, in_life interval, in_deadline interval) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with moved as (
        update saikobi.orders set status = 'action_required', owner = null, next_action = in_url,
            expires_at = clock_timestamp() + in_life,
            deadline = clock_timestamp() + in_life + in_deadline, changed_at = clock_timestamp()
        where id = in_order and owner = in_owner
            and (status = 'authorising' or stock_first and status = 'reserved')
        returning id, attempt)
    update saikobi.payment p set standing = 'action_required', reference = in_reference
    from moved where p.order_id = moved.id and p.attempt = moved.attempt
    returning true;
$$;

-- The payment's reference stays known: another means may be tried with it. An order that holds units ends
-- by give_back_batch instead, so that they come back in the same commit.
create function saikobi.decline_order(in_owner text, in_order uuid, in_code text, in_review text,
    in_reference text) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with moved as (
        update saikobi.orders set status = 'declined', reason = in_code, review = in_review,
            next_action = '', changed_at = clock_timestamp(), ended_at = clock_timestamp()
        where id = in_order and owner = in_owner and not stock_first
            and status in ('authorising', 'action_required')
        returning id, attempt)
    update saikobi.payment p set standing = 'declined', code = in_code, ended_at = clock_timestamp(),
        reference = coalesce(nullif(in_reference, ''), p.reference)
    from moved where p.order_id = moved.id and p.attempt = moved.attempt
    returning true;
$$;

-- The buyer gives up at the provider's page: it is closed there first, as if its time had run out.
create function saikobi.give_up_page(in_owner text, in_order uuid) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.orders set status = 'expiring', owner = in_owner, reason = 'cancelled',
        changed_at = clock_timestamp()
    where id = in_order and status = 'action_required' and (owner is null or owner = in_owner)
    returning true;
$$;

-- Another means of payment after a decline: attempt n + 1 of the same order, while its payment is fresh.
-- The number of the attempt is its key: `created`, `same` (this very attempt was made with these means),
-- `other` (with other means), `under_way` (another order of this person is unfinished) or `over`.
-- The payment's reference goes over to the new attempt; at the provider they are one.
create function saikobi.pay_again(in_owner text, in_order uuid, in_attempt integer, in_means text,
    in_deadline interval)
returns table (verdict text, order_id uuid)
language plpgsql security definer set search_path = saikobi, pg_temp as $$
#variable_conflict use_column
declare
    was orders;
    blocking uuid;
    known text;
begin
    select * into was from orders where id = in_order for no key update;
    if was.attempt = in_attempt then
        return query select case when was.means = in_means then 'same' else 'other' end, in_order;
        return;
    end if;
    if was.id is null or was.status <> 'declined' or was.flow <> 'direct' or was.attempt <> in_attempt - 1
        or in_attempt > 5 or was.ended_at < clock_timestamp() - interval '10 min' or was.review <> ''
    then
        return query select 'over', in_order;
        return;
    end if;
    select id into blocking from orders
        where sale = was.sale and person = was.person and ended_at is null;
    if blocking is not null then
        return query select 'under_way', blocking;
        return;
    end if;
    update orders set status = 'authorising', owner = in_owner, attempt = in_attempt, means = in_means,
        reason = '', ended_at = null, changed_at = clock_timestamp(),
        deadline = clock_timestamp() + in_deadline
    where id = in_order;
    select reference into known from payment p
        where p.order_id = in_order and p.attempt = in_attempt - 1;
    update payment p set reference = '' where p.order_id = in_order and p.attempt = in_attempt - 1;
    insert into payment (order_id, attempt, sale, provider, reference, amount)
    values (in_order, in_attempt, was.sale, was.provider, coalesce(known, ''), was.amount);
    return query select 'created', in_order;
end
$$;

revoke execute on function saikobi.look_up_orders, saikobi.create_orders, saikobi.authorise_orders,
    saikobi.begin_page, saikobi.decline_order, saikobi.give_up_page, saikobi.pay_again from public;
grant execute on function saikobi.look_up_orders, saikobi.create_orders, saikobi.authorise_orders,
    saikobi.begin_page, saikobi.decline_order, saikobi.give_up_page, saikobi.pay_again
    to saikobi_backend;
reset role;
