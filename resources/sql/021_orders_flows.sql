-- Ways to pay: the provider's own page (hosted), and stock before money for methods that cannot set money
-- aside, points among them. An order keeps both words of its method: a sale file may change meanwhile.
set local role saikobi_owner;

alter table saikobi.method alter column provider drop not null;
alter table saikobi.method
    add column flow text not null default 'direct' check (flow in ('direct', 'hosted', 'points')),
    add column stock_first boolean not null default false,
    add column refunds boolean not null default false,
    add constraint method_provider check ((flow = 'points') = (provider is null)),
    -- What is taken before the goods are certain must be possible to give back.
    add constraint method_stock_first check (case when flow = 'direct' then not stock_first
        when flow = 'points' then stock_first else not stock_first or refunds end);

alter table saikobi.orders
    add column flow text not null default 'direct' check (flow in ('direct', 'hosted', 'points')),
    add column stock_first boolean not null default false;
reset role;
