-- What shoppers want (015_demand.sql), each part found once: how long shoppers take was found anew for
-- every pass, 14 million index entries a call with 2,000 people. The newest thousand orders tell it.
set local role saikobi_owner;

create or replace function saikobi.product_demand(in_sale text, in_run integer)
returns table (product bigint, available bigint, is_sold_out boolean, orders bigint, passes bigint,
    units double precision, squares double precision, undecided bigint)
language sql stable set search_path = saikobi, pg_temp as $$
    with recent as materialized (
        select o.id, o.person, o.place, o.created_at from orders o
        where o.sale = in_sale and o.run = in_run and o.created_at > now() - interval '10 min'
    ), taken as materialized (
        select coalesce(percentile_cont(0.5) within group (order by r.created_at - p.granted_at),
            interval '0') as span
        from (select * from recent order by created_at desc limit 1000) r cross join lateral (
            select granted_at from pass
            where sale = in_sale and run = in_run and place = r.place and member = 0 limit 1) p
    ), shoppers as materialized (
        select count(*) filter (where p.granted_at <= now() - t.span) as decided,
            count(*) filter (where p.ended_at is null and p.expires_at > now()
                and p.place not in (select r.place from recent r)) as undecided
        from pass p cross join taken t
        where p.sale = in_sale and p.run = in_run and p.granted_at > now() - interval '10 min' - t.span
    ), wants as (
        select r.person, l.product, max(l.qty)::double precision as qty
        from recent r join order_line l on l.order_id = r.id group by r.person, l.product
    ), demand as (
        select w.product, sum(w.qty) as units, sum(w.qty * w.qty) as squares from wants w group by w.product
    )
    select p.id, greatest(0, s.total - s.held - s.sold), st.state = 'sold_out',
        (select count(*) from recent), h.decided, coalesce(d.units, 0), coalesce(d.squares, 0), h.undecided
    from product p join stock s on s.product = p.id join product_state st on st.product = p.id
        left join demand d on d.product = p.id cross join shoppers h
    where p.sale = in_sale and p.listed order by p.rank
$$;
reset role;
