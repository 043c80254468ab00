-- What the reconciler finds where provider, orders and stock do not agree (CHECKOUT.md §2.3), until it
-- is mended or a person has decided. `needs_person` is set where no program may choose.
set local role saikobi_owner;

create table saikobi.difference (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('authorised_without_order', 'captured_without_paid',
        'captured_twice', 'paid_without_capture', 'amount_differs', 'units_without_payment')),
    sale text not null default '', -- '': of no sale that is known here
    provider text not null default '',
    reference text not null default '',
    order_id uuid not null default '00000000-0000-0000-0000-000000000000',
    amount bigint not null default 0,
    needs_person boolean not null,
    found_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    repair text not null default '' -- how it was closed
);
create unique index difference_open on saikobi.difference (kind, provider, reference, order_id)
    where closed_at is null;

-- One row an account: whose turn it is, and up to when its payments have been compared.
create table saikobi.reconcile_mark (
    provider text primary key,
    next_at timestamptz not null default '-infinity',
    swept_to timestamptz
);

-- The turn of one account for `in_every`, if nobody has it. Answers from when on to compare: payments
-- of the last hour may still move, older ones were settled when they were compared.
create function saikobi.take_reconcile_turn(in_provider text, in_every interval) returns timestamptz
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    since timestamptz;
begin
    insert into reconcile_mark (provider) values (in_provider) on conflict do nothing;
    update reconcile_mark set next_at = clock_timestamp() + in_every
    where provider = in_provider and next_at <= clock_timestamp()
    returning least(coalesce(swept_to, clock_timestamp() - interval '1 day'),
        clock_timestamp()) - interval '1 hour' into since;
    return since;
end
$$;

create function saikobi.finish_reconcile_turn(in_provider text, in_swept_to timestamptz) returns void
language sql security definer set search_path = saikobi, pg_temp as $$
    update saikobi.reconcile_mark set swept_to = in_swept_to where provider = in_provider;
$$;

-- True when it was not known before; then the timeline tells it, and the order carries it as a review
-- if a person must decide.
create function saikobi.note_difference(in_kind text, in_sale text, in_provider text, in_reference text,
    in_order uuid, in_amount bigint, in_needs_person boolean) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    known_sale text := coalesce((select sale from orders where id = in_order),
        (select slug from sale where slug = in_sale), '');
    made record;
begin
    insert into difference as d (kind, sale, provider, reference, order_id, amount, needs_person)
    values (in_kind, known_sale, in_provider, in_reference, in_order, in_amount, in_needs_person)
    on conflict (kind, provider, reference, order_id) where closed_at is null
        do update set seen_at = clock_timestamp()
    returning d.id, d.found_at, d.xmax = 0 as is_new into made;
    if not made.is_new then
        return false;
    end if;
    insert into timeline (id, sale, run, at, source, kind, subject, reason, data)
    select 'difference-' || made.id, s.slug, s.run, made.found_at, 'reconciler', 'difference',
        in_order::text, in_kind, jsonb_build_object('provider', in_provider, 'reference', in_reference,
            'amount', in_amount, 'needs_person', in_needs_person)
    from sale s where s.slug = known_sale;
    if in_needs_person then
        update orders set review = in_kind where id = in_order and review = '';
    end if;
    return true;
end
$$;

-- Closes what is open of these payments but of the kinds that are still so. Answers how many.
create function saikobi.close_differences(in_provider text, in_references text[], in_orders uuid[],
    in_repair text) returns integer
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    closed integer;
begin
    with gone as (
        update difference d set closed_at = clock_timestamp(), repair = in_repair
        from unnest(in_references, in_orders) u(reference, order_id)
        where d.closed_at is null and d.provider = in_provider and d.reference = u.reference
            and d.order_id = u.order_id
        returning d.id, d.sale, d.kind, d.order_id, d.reference
    ), told as (
        insert into timeline (id, sale, run, at, source, kind, subject, reason, data)
        select 'difference-closed-' || g.id, s.slug, s.run, clock_timestamp(), 'reconciler', 'difference',
            g.order_id::text, g.kind, jsonb_build_object('repair', in_repair, 'reference', g.reference)
        from gone g join sale s on s.slug = g.sale
    )
    select count(*) into closed from gone;
    return closed;
end
$$;

-- Units that belong to an order which ended unpaid a minute ago go back by the sale's policy. No move of
-- ours leaves any; what does is found here and told.
create function saikobi.give_back_stranded(in_limit integer) returns integer
language plpgsql security definer set search_path = saikobi, pg_temp set enable_seqscan = off as $$
declare
    stranded uuid[];
    lost uuid;
begin
    select coalesce(array_agg(id), '{}') into stranded from (
        select distinct o.id from reservation r join orders o on o.id = r.order_id
        where o.ended_at < clock_timestamp() - interval '1 min' and o.status <> 'paid' limit in_limit) s;
    if cardinality(stranded) = 0 then
        return 0;
    end if;
    perform lock_counters(array(select distinct product from reservation where order_id = any(stranded)),
        array(select distinct slot from orders where id = any(stranded)));
    perform give_back_locked(stranded);
    foreach lost in array stranded loop
        perform note_difference('units_without_payment', '', '', '', lost, 0, false);
        perform close_differences('', array[''], array[lost], 'given back');
    end loop;
    return cardinality(stranded);
end
$$;

-- A person has decided one: what was done stands in the timeline with who did it.
create function saikobi.settle_difference(in_id bigint, in_what text) returns boolean
language sql security definer set search_path = saikobi, pg_temp as $$
    with settled as (
        update saikobi.difference set closed_at = clock_timestamp(), repair = 'by ' || session_user || ': ' || in_what
        where id = in_id and closed_at is null returning id, sale, kind, order_id),
    told as (
        insert into saikobi.timeline (id, sale, run, at, source, actor, kind, subject, reason)
        select 'difference-closed-' || d.id, s.slug, s.run, clock_timestamp(), 'reconciler', session_user,
            'difference', d.order_id::text, in_what
        from settled d join saikobi.sale s on s.slug = d.sale),
    seen as (
        update saikobi.orders o set review = '' from settled d where o.id = d.order_id and o.review = d.kind)
    select exists (select from settled);
$$;

revoke execute on function saikobi.take_reconcile_turn, saikobi.finish_reconcile_turn,
    saikobi.note_difference, saikobi.close_differences, saikobi.give_back_stranded,
    saikobi.settle_difference from public;
grant execute on function saikobi.take_reconcile_turn, saikobi.finish_reconcile_turn,
    saikobi.note_difference, saikobi.close_differences, saikobi.give_back_stranded to saikobi_backend;
grant execute on function saikobi.settle_difference to saikobi_operator;
reset role;
