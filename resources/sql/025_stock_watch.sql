-- What watches over the stock while it sells: kept units that an announced offer brings back, and the
-- continuous audit, which stops what does not add up.
set local role saikobi_owner;

-- "Sold out" is final but for an offer. Kept units return at the announced minute and not before; one open
-- offer a product, the newer one replaces it. Nothing of it stands in the hot row.
create table saikobi.kept_offer (
    id bigint generated always as identity primary key,
    product bigint not null,
    units bigint not null check (units > 0),
    at timestamptz not null,
    made_at timestamptz not null default clock_timestamp(),
    done_at timestamptz,
    returned bigint not null default 0
);
create unique index kept_offer_open on saikobi.kept_offer (product) where done_at is null;

create or replace view saikobi.product_state as
select p.sale, p.id as product,
    case when p.stopped then 'stopped'
        when s.sold_out_at is not null or s.sold >= s.total then 'sold_out'
        when s.total - s.held - s.sold <= 0 then 'last_pieces'
        else 'on_sale' end as state,
    o.at as offer_at, o.units as offer_units
from saikobi.product p join saikobi.stock s on s.product = p.id
    left join saikobi.kept_offer o on o.product = p.id and o.done_at is null;

create function saikobi.offer_kept(in_product bigint, in_units bigint, in_at timestamptz) returns void
language sql security definer set search_path = saikobi, pg_temp as $$
    insert into kept_offer (product, units, at) values (in_product, in_units, in_at)
    on conflict (product) where done_at is null do update
        set units = excluded.units, at = excluded.at, made_at = clock_timestamp();
$$;

-- Offers whose minute has come: so many kept units return as are there, once, and the product is on sale
-- again. Answers how many offers it carried out.
create function saikobi.release_offers() returns integer
language plpgsql security definer set search_path = saikobi, pg_temp set enable_seqscan = off as $$
declare
    due bigint[] := array(select product from kept_offer where done_at is null and at <= clock_timestamp());
    offer record;
    piece record;
    back bigint;
    done integer := 0;
begin
    if cardinality(due) = 0 then return 0; end if;
    perform lock_counters(due, '{}');
    for offer in
        select * from kept_offer
        where done_at is null and at <= clock_timestamp() and product = any(due)
        order by product for update
    loop
        back := 0;
        for piece in
            select first_unit, qty from reservation
            where product = offer.product and order_id is null order by first_unit
        loop
            exit when back = offer.units;
            -- Units that return get new numbers, so that any part of an interval may stay.
            if piece.qty > offer.units - back then
                update reservation set qty = piece.qty - (offer.units - back)
                where product = offer.product and first_unit = piece.first_unit;
                back := offer.units;
            else
                delete from reservation where product = offer.product and first_unit = piece.first_unit;
                back := back + piece.qty;
            end if;
        end loop;
        update stock set held = held - back, sold_out_at = case when back = 0 then sold_out_at end
        where product = offer.product;
        update kept_offer set done_at = clock_timestamp(), returned = back where id = offer.id;
        insert into timeline (id, sale, run, at, source, kind, subject, data)
        select 'offer:' || offer.id, s.slug, s.run, clock_timestamp(), 'postgres', 'note', 'kept_offer',
            jsonb_build_object('product', p.id::text, 'units', back::text)
        from product p join sale s on s.slug = p.sale where p.id = offer.product;
        done := done + 1;
    end loop;
    return done;
end
$$;

-- Up to which unit each product was looked at.
create table saikobi.audit_mark (
    product bigint primary key,
    checked_to bigint not null default 1
) with (fillfactor = 20);

alter table saikobi.slot add column stopped boolean not null default false; -- by the audit

-- A difference stops the product or slot and is told once (alarm A01). Staff start it again when the views
-- are empty; while they are not, it is stopped again. Answers whether this call stopped it.
create function saikobi.stop_for_difference(in_subject text, in_id bigint, in_violation text,
    in_found bigint, in_allowed bigint) returns boolean
language plpgsql set search_path = saikobi, pg_temp as $$
declare
    its_sale text;
begin
    if in_subject = 'product' then
        update product set stopped = true where id = in_id and not stopped returning sale into its_sale;
    else
        update slot set stopped = true where id = in_id and not stopped returning sale into its_sale;
    end if;
    if its_sale is null then return false; end if;
    update sale set revision = revision + 1 where slug = its_sale;
    insert into timeline (id, sale, run, at, source, kind, subject, reason, data)
    select 'audit:' || gen_random_uuid(), slug, run, clock_timestamp(), 'postgres', 'alarm', 'A01',
        in_violation, jsonb_build_object(in_subject, in_id::text, 'found', in_found::text,
            'allowed', in_allowed::text)
    from sale where slug = its_sale;
    return true;
end
$$;

-- Each second: counters, and the reservations above the last unit looked at. One statement, hence one
-- moment: counters and reservations are committed together. Answers how much was stopped; nothing when
-- another instance is at it.
create function saikobi.audit_new_stock() returns integer
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    products bigint[];
    ends bigint[];
    finding record;
    found_ones jsonb;
    stopped integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('saikobi.audit_new_stock')) then return null; end if;
    insert into audit_mark (product) select product from stock on conflict do nothing;
    with counters as materialized (
        select s.*, m.checked_to from stock s join audit_mark m on m.product = s.product
    ), fresh as (
        select r.product, r.first_unit, r.first_unit + r.qty as free_to, c.next_unit,
            lag(r.first_unit + r.qty, 1, c.checked_to) over (partition by r.product order by r.first_unit)
                as free_from
        from counters c join reservation r on r.product = c.product and r.first_unit >= c.checked_to
    ), findings as (
        select 'product' as subject, product as id, 'more held and sold than there is' as violation,
            held + sold as found, total as allowed from counters where held + sold > total
        union all
        select 'product', product, 'more held and sold than given out', held + sold, next_unit - 1
        from counters where held + sold > next_unit - 1
        union all
        select 'product', product, 'unit given out twice', first_unit, free_from
        from fresh where first_unit < free_from
        union all
        select 'product', product, 'unit given out that was not counted', free_to - 1, next_unit - 1
        from fresh where free_to > next_unit
        union all
        select 'slot', id, 'more held and sold than there is', held + sold, total
        from slot where held + sold > total
    )
    select (select array_agg(product) from counters), (select array_agg(next_unit) from counters),
            (select jsonb_agg(f) from findings f)
        into products, ends, found_ones;
    for finding in
        select * from jsonb_to_recordset(coalesce(found_ones, '[]'))
            as f(subject text, id bigint, violation text, found bigint, allowed bigint)
    loop
        stopped := stopped + stop_for_difference(finding.subject, finding.id, finding.violation,
            finding.found, finding.allowed)::integer;
    end loop;
    update audit_mark m set checked_to = e.next_unit
    from unnest(products, ends) e(product, next_unit)
    where m.product = e.product and m.checked_to <> e.next_unit;
    return stopped;
end
$$;

-- The whole view. Its caller measures the time and asks less often when it is long.
create function saikobi.audit_all_stock() returns integer
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    finding record;
    stopped integer := 0;
begin
    if not pg_try_advisory_xact_lock(hashtext('saikobi.audit_all_stock')) then return null; end if;
    for finding in select * from audit_oversold loop
        stopped := stopped + stop_for_difference(finding.subject, finding.id, finding.violation,
            finding.found, finding.allowed)::integer;
    end loop;
    return stopped;
end
$$;

revoke execute on function saikobi.offer_kept, saikobi.release_offers, saikobi.stop_for_difference,
    saikobi.audit_new_stock, saikobi.audit_all_stock from public;
grant execute on function saikobi.release_offers, saikobi.audit_new_stock, saikobi.audit_all_stock
    to saikobi_backend;
reset role;
