-- A row for each violation of the promises, none when all is well (DESIGN.md §6, CHECKOUT.md §2.3).
set local role saikobi_owner;

create view saikobi.audit_oversold as
with units as (
    select r.product, sum(r.qty) as units,
        sum(r.qty) filter (where o.status = 'paid') as paid
    from saikobi.reservation r left join saikobi.orders o on o.id = r.order_id
    group by r.product
), places as (
    select o.slot, count(*) as places, count(*) filter (where o.status = 'paid') as paid
    from saikobi.orders o
    where exists (select from saikobi.reservation r where r.order_id = o.id)
    group by o.slot
), intervals as (
    select product, first_unit, lag(first_unit + qty) over (partition by product order by first_unit) as free_from
    from saikobi.reservation
)
select p.sale, 'product' as subject, s.product as id, 'more held and sold than there is' as violation,
    s.held + s.sold as found, s.total as allowed
from saikobi.stock s left join saikobi.product p on p.id = s.product
where s.held + s.sold > s.total
union all
select p.sale, 'product', s.product, 'units given out differ from held and sold',
    coalesce(u.units, 0)::bigint, s.held + s.sold
from saikobi.stock s left join saikobi.product p on p.id = s.product left join units u on u.product = s.product
where coalesce(u.units, 0) <> s.held + s.sold
union all
select p.sale, 'product', s.product, 'units of paid orders differ from sold',
    coalesce(u.paid, 0)::bigint, s.sold
from saikobi.stock s left join saikobi.product p on p.id = s.product left join units u on u.product = s.product
where coalesce(u.paid, 0) <> s.sold
union all
select p.sale, 'product', o.product, 'unit given out twice', o.first_unit, o.free_from
from intervals o left join saikobi.product p on p.id = o.product
where o.first_unit < o.free_from
union all
select s.sale, 'slot', s.id, 'more held and sold than there is', s.held + s.sold, s.total
from saikobi.slot s where s.held + s.sold > s.total
union all
select s.sale, 'slot', s.id, 'places of orders differ from held and sold',
    coalesce(t.places, 0), s.held + s.sold
from saikobi.slot s left join places t on t.slot = s.id
where coalesce(t.places, 0) <> s.held + s.sold
union all
select s.sale, 'slot', s.id, 'places of paid orders differ from sold', coalesce(t.paid, 0), s.sold
from saikobi.slot s left join places t on t.slot = s.id
where coalesce(t.paid, 0) <> s.sold;

create view saikobi.audit_stranded_stock as
select o.sale, r.product, r.first_unit, r.qty, r.order_id, coalesce(o.status, 'missing') as status
from saikobi.reservation r left join saikobi.orders o on o.id = r.order_id
where r.order_id is not null and (o.id is null or (o.ended_at is not null and o.status <> 'paid'));

create view saikobi.audit_double_capture as
select o.sale, o.id as order_id, count(*) as captures, sum(p.amount) as captured, o.amount
from saikobi.orders o join saikobi.payment p on p.order_id = o.id and p.standing = 'captured'
group by o.id having count(*) > 1 or sum(p.amount) <> o.amount;

create view saikobi.audit_orphan_payment as
select p.sale, p.order_id, p.reference, p.standing, coalesce(o.status, 'missing') as status
from saikobi.payment p left join saikobi.orders o on o.id = p.order_id
where (p.standing = 'captured' and o.status is distinct from 'paid')
    or (p.standing = 'authorised' and p.authorised_at < clock_timestamp() - interval '5 min'
        and (o.id is null or o.ended_at is not null))
union all
select o.sale, o.id, '', 'missing', o.status from saikobi.orders o
where o.status = 'paid' and not exists (
    select from saikobi.payment p where p.order_id = o.id and p.standing = 'captured');

create view saikobi.audit_unfinished_order as
select sale, id as order_id, status, owner, deadline from saikobi.orders
where ended_at is null and deadline < clock_timestamp();
reset role;
