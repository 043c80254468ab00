-- What everybody writes first: a row per unit, claimed with `skip locked`, two units per order. The index
-- is the right one for it; without help the planner would walk the primary key past all sold units.
\set buyer random(1, 1000000000)
begin;
select min(id) as first, max(id) as second from (
    select id from textbook.unit where product = 1 and status = 'free'
    order by product, id limit 2 for update skip locked) claimed \gset
update textbook.unit set status = 'held', order_id = :buyer where id in (:first, :second);
commit;
