-- What the shoppers of the last ten minutes want: from it come the notes whether stock will reach a
-- place in line.
set local role saikobi_owner;

-- Rows are written in the order of their time, so that ranges of pages are index enough, and an order
-- pays nothing for it.
create index orders_recent on saikobi.orders using brin (created_at)
    with (pages_per_range = 16, autosummarize = on);
create index pass_recent on saikobi.pass using brin (granted_at)
    with (pages_per_range = 16, autosummarize = on);

-- One row per product. `passes` were given as long before these orders as shoppers usually take; units
-- and squares are sums over them, of what each wanted at most in one order: whoever was refused and
-- tried again wants it once. `undecided` are inside and have not ordered.
create function saikobi.product_demand(in_sale text, in_run integer)
returns table (product bigint, available bigint, is_sold_out boolean, orders bigint, passes bigint,
    units double precision, squares double precision, undecided bigint)
language sql stable set search_path = saikobi, pg_temp as $$
    with recent as materialized (
        select o.id, o.person, o.place, o.created_at from orders o
        where o.sale = in_sale and o.run = in_run and o.created_at > now() - interval '10 min'
    ), taken as (
        select coalesce(percentile_cont(0.5) within group (order by r.created_at - p.granted_at),
            interval '0') as span
        from recent r join pass p
            on p.sale = in_sale and p.run = in_run and p.place = r.place and p.member = 0
    ), shoppers as (
        select count(*) filter (where p.granted_at <= now() - t.span) as decided,
            count(*) filter (where p.ended_at is null and p.expires_at > now()
                and not exists (select from recent r where r.place = p.place)) as undecided
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

grant execute on function saikobi.product_demand(text, integer) to saikobi_backend;
reset role;
