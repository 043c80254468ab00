-- Points: a ledger of our own, one point for one yen. A balance never falls below 0 and is the sum of its
-- entries. Points have no provider: stock comes first, then the debit, in one commit with the end.
set local role saikobi_owner;

create table saikobi.points_account (
    sale text not null,
    person text not null, -- subject of the pass
    balance bigint not null check (balance >= 0),
    primary key (sale, person)
) with (fillfactor = 70);

create table saikobi.points_entry (
    id text primary key, -- `welcome:<sale>:<person>`, `order:<order>`, or the giver's own: counts once
    sale text not null,
    person text not null,
    points bigint not null check (points <> 0), -- added; taken: negative
    order_id uuid,
    at timestamptz not null default clock_timestamp(),
    foreign key (sale, person) references saikobi.points_account
);
create index points_entry_person on saikobi.points_entry (sale, person);

-- With what everybody begins: `welcome_points` of the sale's settings. The account is made when it is
-- first needed.
create function saikobi.open_points_account(in_sale text, in_person text) returns void
language plpgsql set search_path = saikobi, pg_temp as $$
declare
    welcome bigint;
begin
    select coalesce((settings ->> 'welcome_points')::bigint, 0) into welcome from sale where slug = in_sale;
    insert into points_account values (in_sale, in_person, coalesce(welcome, 0)) on conflict do nothing;
    if found and welcome > 0 then
        insert into points_entry (id, sale, person, points)
        values ('welcome:' || in_sale || ':' || in_person, in_sale, in_person, welcome);
    end if;
end
$$;

-- What a person could spend now; without an account, what it would begin with.
create function saikobi.points_balance(in_sale text, in_person text) returns bigint
language sql stable security definer set search_path = saikobi, pg_temp as $$
    select coalesce(
        (select balance from points_account where sale = in_sale and person = in_person),
        (select (settings ->> 'welcome_points')::bigint from sale where slug = in_sale), 0);
$$;

-- Gives points (or takes them back: negative). The same id counts once. Answers whether it counted now.
create function saikobi.credit_points(in_id text, in_sale text, in_person text, in_points bigint)
returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    perform open_points_account(in_sale, in_person);
    perform from points_account where sale = in_sale and person = in_person for update;
    insert into points_entry (id, sale, person, points) values (in_id, in_sale, in_person, in_points)
    on conflict do nothing;
    if not found then return false; end if;
    update points_account set balance = balance + in_points where sale = in_sale and person = in_person;
    return true;
end
$$;

-- Pays orders that hold their stock: reserved → capturing → paid, or, where the balance does not reach,
-- → declined with the stock given back. Accounts are locked last, by person. Outcome per order: `paid`,
-- `declined`, or `moved`; whoever asks again gets the same answer, and nothing changes.
create function saikobi.pay_points_batch(in_owner text, in_orders uuid[])
returns table (order_id uuid, outcome text)
language plpgsql security definer set search_path = saikobi, pg_temp
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    moving uuid[];
    paid uuid[];
    short uuid[];
    each record;
begin
    perform lock_counters(
        array(select distinct product from order_line where order_id = any(in_orders)),
        array(select distinct slot from orders where id = any(in_orders)));
    select coalesce(array_agg(o.id), '{}') into moving from (
        select id from orders
        where id = any(in_orders) and owner = in_owner and flow = 'points'
            and status in ('reserved', 'capturing')
        order by id for no key update) o;
    for each in
        select distinct sale, person from orders where id = any(moving) order by sale, person
    loop
        perform open_points_account(each.sale, each.person);
        perform from points_account where sale = each.sale and person = each.person for update;
    end loop;
    -- At most one order of a person is unfinished, so that each balance is asked once.
    paid := array(select o.id from orders o
        join points_account a on a.sale = o.sale and a.person = o.person
        where o.id = any(moving) and a.balance >= o.amount
            and exists (select from reservation r where r.order_id = o.id));
    short := array(select id from unnest(moving) m(id) where id <> all(paid));
    update points_account a set balance = a.balance - o.amount
    from orders o where o.id = any(paid) and a.sale = o.sale and a.person = o.person;
    insert into points_entry (id, sale, person, points, order_id)
    select 'order:' || o.id, o.sale, o.person, -o.amount, o.id from orders o where o.id = any(paid);
    perform settle_locked(paid);
    perform give_back_locked(short);
    update orders set status = 'declined', reason = 'insufficient_points', next_action = '',
        changed_at = clock_timestamp(), ended_at = clock_timestamp()
    where id = any(short);
    update payment p set code = case when o.status = 'paid' then p.code else o.reason end,
        standing = case when o.status = 'paid' then 'captured' else 'declined' end,
        reference = case when o.status = 'paid' then 'points:' || o.id else p.reference end,
        captured_at = case when o.status = 'paid' then clock_timestamp() end,
        ended_at = case when o.status <> 'paid' then clock_timestamp() end
    from orders o where o.id = any(moving) and p.order_id = o.id and p.attempt = o.attempt;
    return query select o.id, case
            when o.status = 'paid' then 'paid'
            when o.status = 'declined' and o.reason = 'insufficient_points' then 'declined'
            else 'moved' end
        from unnest(in_orders) u(id) join orders o on o.id = u.id
        where o.owner = in_owner and o.flow = 'points';
end
$$;

-- None when all is well: balances that are not the sum of their entries, and points orders whose debit and
-- end do not agree.
create view saikobi.audit_points as
select a.sale, a.person, null::uuid as order_id, 'balance differs from its entries' as violation,
    a.balance as found, coalesce(sum(e.points), 0)::bigint as expected
from saikobi.points_account a left join saikobi.points_entry e on e.sale = a.sale and e.person = a.person
group by a.sale, a.person having a.balance <> coalesce(sum(e.points), 0)
union all
select o.sale, o.person, o.id, 'debit and end of an order differ', coalesce(-e.points, 0),
    case when o.status = 'paid' then o.amount else 0 end
from saikobi.orders o left join saikobi.points_entry e on e.id = 'order:' || o.id
where o.flow = 'points' and coalesce(-e.points, 0) <> case when o.status = 'paid' then o.amount else 0 end;

revoke execute on function saikobi.open_points_account, saikobi.points_balance, saikobi.credit_points,
    saikobi.pay_points_batch from public;
grant execute on function saikobi.points_balance, saikobi.pay_points_batch to saikobi_backend;
reset role;
