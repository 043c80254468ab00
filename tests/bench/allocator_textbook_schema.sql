-- Ids are found by hash, so that no ordered index competes with the one for claiming.
create schema textbook;
create table textbook.unit (id bigint not null, product bigint not null, status text not null default 'free',
    order_id bigint) with (fillfactor = 70);
insert into textbook.unit select n, 1, 'free', null from generate_series(1, :units) n;
create index unit_free on textbook.unit (product, id) where status = 'free';
create index unit_id on textbook.unit using hash (id);
vacuum analyze textbook.unit;
