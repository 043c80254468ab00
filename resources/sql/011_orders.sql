-- Orders, their lines, what is known of their payments, and news from providers.
set local role saikobi_owner;

create table saikobi.orders (
    id uuid primary key,
    sale text not null,
    run integer not null,
    person text not null, -- subject of the pass
    place bigint not null,
    idempotency_key text not null,
    request_hash bytea not null, -- of slot, method, means and lines: the same key means the same order
    status text not null check (status in ('created', 'authorising', 'action_required', 'expiring',
        'authorised', 'reserved', 'capturing', 'voiding', 'paid', 'declined', 'sold_out', 'expired',
        'cancelled', 'capture_failed')),
    owner text, -- incarnation that works on it or ended it; null while the shopper is at the provider's page
    slot bigint not null,
    method text not null,
    provider text not null,
    means text not null, -- the provider's token, kept so that a repeat asks exactly the same
    amount bigint not null check (amount > 0),
    attempt integer not null default 1,
    reason text not null default '', -- why it was declined or voided
    review text not null default '', -- what a person must decide; never blocks the cycle
    next_action text not null default '', -- the provider's page, while the shopper is there
    expires_at timestamptz, -- of that page
    deadline timestamptz not null, -- unfinished beyond it: audit_unfinished_order
    pickup_code text,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    check ((ended_at is not null)
        = (status in ('paid', 'declined', 'sold_out', 'expired', 'cancelled', 'capture_failed')))
) with (fillfactor = 70);
create unique index orders_key on saikobi.orders (sale, person, idempotency_key);
-- The only index on what changes: one unfinished order per person, and the list for take-over. It looks
-- at ended_at and not at status, so that every move but the last one stays inside its page.
create unique index orders_under_way on saikobi.orders (sale, person) where ended_at is null;
create unique index orders_pickup on saikobi.orders (sale, pickup_code) where pickup_code is not null;

create table saikobi.order_line (
    order_id uuid not null references saikobi.orders,
    product bigint not null,
    qty bigint not null check (qty > 0),
    price bigint not null check (price > 0), -- of one unit, as the catalogue said at that moment
    primary key (order_id, product)
);

-- What the provider has told us of each attempt.
create table saikobi.payment (
    order_id uuid not null references saikobi.orders,
    attempt integer not null,
    sale text not null,
    provider text not null,
    reference text not null default '',
    standing text not null default 'asked'
        check (standing in ('asked', 'action_required', 'authorised', 'captured', 'voided', 'declined')),
    amount bigint not null,
    code text not null default '',
    asked_at timestamptz not null default clock_timestamp(),
    authorised_at timestamptz,
    captured_at timestamptz,
    ended_at timestamptz, -- voided or declined
    primary key (order_id, attempt)
) with (fillfactor = 70);
create unique index payment_reference on saikobi.payment (provider, reference) where reference <> '';

-- Notifications of providers: written before they are answered, applied afterwards. An event is a
-- hint; the provider's own answer to a query decides.
create table saikobi.inbox (
    provider text not null,
    event_id text not null,
    type text not null default '',
    reference text not null default '',
    order_id uuid,
    body text not null default '',
    received_at timestamptz not null default clock_timestamp(),
    applied_at timestamptz,
    primary key (provider, event_id)
);
create index inbox_open on saikobi.inbox (received_at) where applied_at is null;
grant insert, update on saikobi.inbox to saikobi_backend;
reset role;
