-- What is sold, and how much of it is left. What a page shows (product) and what an order takes
-- (stock) are apart: the counters are the hottest rows of the installation, nothing else stands in
-- them and no foreign key points at them, since it would take a share lock on each order.
set local role saikobi_owner;

create table saikobi.product (
    id bigint generated always as identity primary key,
    sale text not null references saikobi.sale,
    code text not null,
    name_ja text not null,
    name_en text not null,
    price bigint not null check (price > 0),
    rank integer not null, -- its place in the sale file
    listed boolean not null default true, -- false: the file does not name it any more
    stopped boolean not null default false, -- by staff
    unique (sale, code)
);

-- Units 1 … next_unit − 1 were given out, in intervals (table reservation). available is never
-- stored: it is total − held − sold. The fill factor leaves room for updates inside the page.
create table saikobi.stock (
    product bigint primary key,
    total bigint not null check (total >= 0),
    held bigint not null default 0 check (held >= 0),
    sold bigint not null default 0 check (sold >= 0),
    next_unit bigint not null default 1,
    per_person bigint not null check (per_person > 0),
    sold_out_at timestamptz, -- from here on buyers read "sold out", and it stays so
    check (held + sold <= total)
) with (fillfactor = 20);

-- A pickup slot: one more counter row; an order takes one place.
create table saikobi.slot (
    id bigint generated always as identity primary key,
    sale text not null,
    rank integer not null, -- its place in the sale file, by which a later load finds it again
    from_at timestamptz not null,
    to_at timestamptz not null check (to_at > from_at),
    total bigint not null check (total >= 0),
    held bigint not null default 0 check (held >= 0),
    sold bigint not null default 0 check (sold >= 0),
    listed boolean not null default true,
    unique (sale, rank),
    check (held + sold <= total)
) with (fillfactor = 20);

-- One row per order line: units first_unit … first_unit + qty − 1. A sale only inserts, giving back
-- deletes; a row exists exactly while its units are held or sold, and orders.status says which.
-- Without order and person: kept, held for an announced offer (CHECKOUT.md §1.3).
create table saikobi.reservation (
    product bigint not null,
    first_unit bigint not null,
    qty bigint not null check (qty > 0),
    order_id uuid,
    person text,
    primary key (product, first_unit),
    check ((order_id is null) = (person is null))
);
create index reservation_order on saikobi.reservation (order_id);
create index reservation_person on saikobi.reservation (product, person);

-- What a product looks like from outside. "Sold out" is final; until it is, units that others are
-- paying for are the last pieces.
create view saikobi.product_state as
select p.sale, p.id as product,
    case when p.stopped then 'stopped'
        when s.sold_out_at is not null then 'sold_out'
        when s.total - s.held - s.sold <= 0 then 'last_pieces'
        else 'on_sale' end as state
from saikobi.product p join saikobi.stock s on s.product = p.id;

-- Kept units are the default: an article that was shown as sold out and comes back causes complaints.
create function saikobi.keeps_given_back(in_product bigint) returns boolean
language sql stable set search_path = saikobi, pg_temp as $$
    select coalesce(s.settings ->> 'give_back', 'keep') = 'keep'
    from saikobi.product p join saikobi.sale s on s.slug = p.sale where p.id = in_product;
$$;
reset role;
