-- What Postgres says of all sales, one JSON object per line and per row, read in one snapshot. Run by
-- psql as a viewer. `kind` names the table; times are microseconds of Unix time.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
begin transaction isolation level repeatable read read only;
select json_build_object('kind', 'sale', 'sale', slug, 'keeps',
    coalesce(settings ->> 'give_back', 'keep') = 'keep') from saikobi.sale;
select json_build_object('kind', 'provider', 'provider', id, 'rate', calls_per_second,
    'endpoint_rate', calls_per_second_endpoint) from saikobi.provider;
select json_build_object('kind', 'stock', 'product', s.product, 'sale', p.sale, 'total', s.total,
    'held', s.held, 'sold', s.sold, 'per_person', s.per_person,
    'sold_out', s.sold_out_at is not null)
from saikobi.stock s left join saikobi.product p on p.id = s.product;
select json_build_object('kind', 'slot', 'slot', id, 'sale', sale, 'total', total, 'held', held,
    'sold', sold) from saikobi.slot;
select json_build_object('kind', 'reservation', 'product', product, 'first', first_unit, 'qty', qty,
    'order', order_id, 'person', person) from saikobi.reservation;
select json_build_object('kind', 'order', 'flow', flow, 'order', id, 'sale', sale, 'run', run, 'person', person,
    'key', idempotency_key, 'status', status, 'amount', amount, 'slot', slot, 'method', method,
    'review', review, 'ended', ended_at is not null,
    'created', (extract(epoch from created_at) * 1000000)::bigint) from saikobi.orders;
select json_build_object('kind', 'line', 'order', order_id, 'product', product, 'qty', qty,
    'price', price) from saikobi.order_line;
select json_build_object('kind', 'payment', 'order', order_id, 'attempt', attempt, 'provider', provider,
    'reference', reference, 'standing', standing, 'amount', amount) from saikobi.payment;
commit;
