-- What shoppers want (028_demand.sql), of the newest 20,000 orders where there are more of the last ten
-- minutes: a sale at full strength has some 300,000, and joining and grouping all of them took a second.
-- The sums are those of all orders as if the others had wanted the same.
set local role saikobi_owner;

create or replace function saikobi.product_demand(in_sale text, in_run integer)
returns table (product bigint, available bigint, is_sold_out boolean, orders bigint, passes bigint,
    units double precision, squares double precision, undecided bigint)
language sql stable set search_path = saikobi, pg_temp as $$
    with recent as not materialized ( -- read thrice: kept as a whole it would not fit into memory
        select o.id, o.person, o.place, o.created_at from orders o
        where o.sale = in_sale and o.run = in_run and o.created_at > now() - interval '10 min'
    ), newest as materialized (
        select * from recent order by created_at desc limit 20000
    ), taken as materialized (
        select coalesce(percentile_cont(0.5) within group (order by r.created_at - p.granted_at),
            interval '0') as span
        from (select * from newest order by created_at desc limit 1000) r cross join lateral (
            select granted_at from pass
            where sale = in_sale and run = in_run and place = r.place and member = 0 limit 1) p
    ), shoppers as materialized (
        select count(*) filter (where p.granted_at <= now() - t.span) as decided,
            count(*) filter (where p.ended_at is null and p.expires_at > now()
                and p.place not in (select r.place from recent r)) as undecided
        from pass p cross join taken t
        where p.sale = in_sale and p.run = in_run and p.granted_at > now() - interval '10 min' - t.span
    ), wants as (
        select n.person, l.product, max(l.qty)::double precision as qty
        from newest n join order_line l on l.order_id = n.id group by n.person, l.product
    ), share as materialized (
        select c.n as all_of_them,
            c.n::double precision / greatest(1, (select count(*) from newest)) as times
        from (select count(*) as n from recent) c
    ), demand as (
        select w.product, sum(w.qty) as units, sum(w.qty * w.qty) as squares from wants w group by w.product
    )
    select p.id, greatest(0, s.total - s.held - s.sold), st.state = 'sold_out', f.all_of_them,
        h.decided, f.times * coalesce(d.units, 0), f.times * coalesce(d.squares, 0), h.undecided
    from product p join stock s on s.product = p.id join product_state st on st.product = p.id
        left join demand d on d.product = p.id cross join shoppers h cross join share f
    where p.sale = in_sale and p.listed order by p.rank
$$;
reset role;
