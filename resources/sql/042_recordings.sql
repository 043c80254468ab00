-- What ticks and entries do not tell of a past second: stock, places, methods, instances, alarms, blocks, and
-- what was looked through. One row a second and part, holding what changed; everything again each five
-- minutes, so that nobody has to read from the beginning. Besides: what consoles saw of the stores, and
-- recordings of other installations.
set local role saikobi_owner;

create table saikobi.scene (
    sale text not null,
    run integer not null,
    at timestamptz not null, -- whole seconds
    part text not null,
    is_full boolean not null, -- the whole part, not only what changed
    data jsonb not null, -- {key: value}; null: no longer there
    primary key (sale, run, at, part)
);

-- What was recorded last, to tell what changed.
create table saikobi.scene_now (
    sale text not null,
    part text not null,
    key text not null,
    run integer not null,
    data jsonb not null,
    primary key (sale, part, key)
) with (fillfactor = 50);

create table saikobi.scene_mark (
    sale text primary key,
    at timestamptz not null default '-infinity', -- the last second that was recorded
    full_at timestamptz not null default '-infinity'
) with (fillfactor = 50);

-- Instants are Unix milliseconds. What buyers could be known by is in `block` alone.
create function saikobi.scene_of(in_sale text) returns table (part text, key text, data jsonb)
language sql stable security definer set search_path = saikobi, pg_temp as $$
    select 'sale', '', jsonb_build_object('name', s.name_ja, 'time_zone', s.time_zone,
        'alarms', coalesce(s.settings -> 'alarms', '{}'), 'arrivals', coalesce(s.settings -> 'arrivals', '[]'),
        'calls_per_second', sum(p.calls_per_second),
        'parallel', coalesce(case when min(p.parallel) > 0 then sum(p.parallel) end, 0),
        'redis_silent', is_redis_silent(s.slug))
    from sale s left join provider p on p.id in (select provider from method where sale = s.slug)
    where s.slug = in_sale group by s.slug
    union all
    select 'product', p.id::text, jsonb_build_object('code', p.code, 'name', p.name_ja, 'rank', p.rank,
        'state', v.state, 'offer_at', (extract(epoch from v.offer_at) * 1000)::bigint,
        'offer_units', coalesce(v.offer_units, 0))
    from product p join product_state v on v.product = p.id where p.sale = in_sale and p.listed
    union all
    select 'stock', p.id::text, jsonb_build_array(s.total, s.held, s.sold, coalesce(k.units, 0))
    from product p join stock s on s.product = p.id
    left join (select product, sum(qty)::bigint as units from reservation
        where order_id is null group by product) k on k.product = p.id
    where p.sale = in_sale and p.listed
    union all
    select 'slot', id::text, jsonb_build_array(rank, (extract(epoch from from_at) * 1000)::bigint,
        (extract(epoch from to_at) * 1000)::bigint, stopped::integer)
    from slot where sale = in_sale and listed
    union all
    select 'places', id::text, jsonb_build_array(total, held, sold) from slot where sale = in_sale and listed
    union all
    select 'method', m.id, jsonb_build_object('rank', m.rank, 'ja', m.name_ja, 'en', m.name_en,
        'provider', coalesce(m.provider, ''), 'flow', m.flow, 'enabled', m.enabled, 'from_ms', m.usual_from_ms,
        'to_ms', m.usual_to_ms, 'calls', coalesce(p.calls_per_second, 0),
        'calls_endpoint', coalesce(p.calls_per_second_endpoint, 0), 'parallel', coalesce(p.parallel, 0))
    from method m left join provider p on p.id = m.provider where m.sale = in_sale
    union all
    (select distinct on (name) 'instance', name, jsonb_build_object('incarnation', incarnation,
        'version', version, 'started', (extract(epoch from started_at) * 1000)::bigint, 'ready', ready)
    from instance where beat_at > now() - interval '10 min' order by name, started_at desc)
    union all
    select 'alarm', alarm, record from alarm where sale = in_sale
    union all
    select 'block', b.key, b.value from queue_mark q, jsonb_each(q.blocks) b where q.sale = in_sale
    union all
    select 'unsettled', '', to_jsonb(count(*)) from orders o
    join payment p on p.order_id = o.id and p.attempt = o.attempt
    where o.sale = in_sale and o.ended_at is null and p.standing = 'authorised'
        and p.authorised_at < now() - interval '60 s'
$$;

-- Once a second and sale, by whoever comes first; the others find it done. Answers how many rows it wrote.
create function saikobi.record_scene(in_sale text) returns bigint
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    this_second timestamptz := date_trunc('second', clock_timestamp());
    this_run integer;
    mark scene_mark;
    must_full boolean;
    written bigint;
begin
    if not pg_try_advisory_xact_lock(hashtext('saikobi.scene:' || in_sale)) then return 0; end if;
    select run into this_run from sale where slug = in_sale;
    if this_run is null then return 0; end if;
    insert into scene_mark (sale) values (in_sale) on conflict do nothing;
    select * into mark from scene_mark where sale = in_sale for update;
    if mark.at >= this_second then return 0; end if;
    must_full := mark.full_at < this_second - interval '5 minutes'
        or not exists (select from scene_now where sale = in_sale and run = this_run);
    with facts as materialized (select * from scene_of(in_sale)),
    changed as (
        insert into scene_now as n (sale, part, key, run, data)
        select in_sale, f.part, f.key, this_run, f.data
        from facts f left join scene_now w on w.sale = in_sale and w.part = f.part and w.key = f.key
        where w.data is distinct from f.data or w.run <> this_run
        on conflict (sale, part, key) do update set data = excluded.data, run = excluded.run
        returning n.part, n.key, n.data),
    gone as (
        delete from scene_now n where n.sale = in_sale
            and not exists (select from facts f where f.part = n.part and f.key = n.key)
        returning n.part, n.key),
    news as (
        select f.part, f.key, f.data from facts f where must_full
        union all select c.part, c.key, c.data from changed c where not must_full
        union all select g.part, g.key, 'null'::jsonb from gone g where not must_full)
    insert into scene (sale, run, at, part, is_full, data)
    select in_sale, this_run, this_second, news.part, must_full, jsonb_object_agg(news.key, news.data)
    from news group by news.part on conflict do nothing;
    get diagnostics written = row_count;
    update scene_mark set at = this_second, full_at = case when must_full then this_second else full_at end
    where sale = in_sale;
    return written;
end
$$;

-- Class of an age in seconds, 0 … 6: bounds of contract::ageBounds.
create function saikobi.age_class(in_age interval) returns integer
language sql immutable set search_path = saikobi, pg_temp as $$
    select width_bucket(extract(epoch from in_age)::double precision,
        array[10, 30, 60, 300, 900, 3600]::double precision[]);
$$;

create function saikobi.audit_part(in_sale text) returns table (view text, total bigint, rows jsonb)
language sql stable security definer set search_path = saikobi, pg_temp as $$
    with found as (
        select 'audit_oversold' as view, subject, id::text as id, violation as what, found::bigint, allowed::bigint
        from audit_oversold where sale = in_sale or sale is null
        union all
        select 'audit_stranded_stock', 'product', product::text, status, qty::bigint, 0
        from audit_stranded_stock where sale = in_sale or sale is null
        union all
        select 'audit_double_capture', 'order', order_id::text, captures || ' captures', captured::bigint, amount::bigint
        from audit_double_capture where sale = in_sale
        union all
        select 'audit_orphan_payment', 'order', order_id::text, standing || ', ' || status, null, null
        from audit_orphan_payment where sale = in_sale
        union all
        select 'audit_unfinished_order', 'order', order_id::text, status,
            extract(epoch from now() - deadline)::bigint, 0
        from audit_unfinished_order where sale = in_sale
        union all
        select 'audit_points', case when order_id is null then 'person' else 'order' end,
            coalesce(order_id::text, person), violation, found::bigint, expected::bigint
        from audit_points where sale = in_sale),
    numbered as (select found.*, row_number() over (partition by found.view) as n,
            count(*) over (partition by found.view) as of_all from found)
    select n.view, max(n.of_all), jsonb_agg(jsonb_build_array(n.subject, n.id, n.what, n.found, n.allowed)
        order by n.n) filter (where n.n <= 50)
    from numbered n group by n.view;
$$;

-- What is looked through seldom, because it takes the store some time: as the screens Inventory and Payments
-- show it (app/sources/desk_rows.cpp). Whoever records it has the turn of the sale's figures.
create function saikobi.record_desk(in_sale text) returns void
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    desk jsonb;
begin
    select jsonb_build_object(
        'audits', (select coalesce(jsonb_object_agg(view, jsonb_build_array(total, rows)), '{}')
            from audit_part(in_sale)),
        'findings', (select coalesce(jsonb_agg(f.row), '[]') from (
            select jsonb_build_object('id', id, 'kind', kind, 'provider', provider, 'reference', reference,
                'order', case when order_id <> '00000000-0000-0000-0000-000000000000'
                    then order_id::text else '' end,
                'amount', amount, 'needs_person', needs_person,
                'found_at', (extract(epoch from found_at) * 1000)::bigint,
                'closed_at', (extract(epoch from closed_at) * 1000)::bigint, 'repair', repair) as row
            from difference where sale = in_sale
                or sale = '' and provider in (select provider from method where sale = in_sale)
            order by closed_at is not null, found_at desc limit 100) f),
        'held_ages', (select coalesce(jsonb_object_agg(class, units), '{}') from (
            select age_class(now() - o.created_at) as class, sum(r.qty)::bigint as units
            from orders o join reservation r on r.order_id = o.id
            where o.sale = in_sale and o.ended_at is null group by 1) a),
        'authorised_ages', (select coalesce(jsonb_object_agg(class, orders), '{}') from (
            select age_class(now() - p.authorised_at) as class, count(*) as orders
            from orders o join payment p on p.order_id = o.id and p.attempt = o.attempt
            where o.sale = in_sale and o.ended_at is null and p.standing = 'authorised' group by 1) a),
        'deferred', (select coalesce(jsonb_agg(jsonb_build_array(method, number, amount, oldest)
                order by method), '[]') from (
            select method, count(*) as number, sum(amount)::bigint as amount,
                floor(extract(epoch from now() - min(created_at)))::bigint as oldest
            from orders where sale = in_sale and ended_at is null and status = 'action_required'
            group by method order by method limit 32) d),
        'inbox', (select jsonb_build_array(
                count(*) filter (where o.id is not null or i.order_id is null),
                floor(coalesce(extract(epoch from now() - min(i.received_at)
                    filter (where o.id is not null or i.order_id is null)), 0))::bigint,
                count(*) filter (where o.id is null and i.order_id is not null),
                floor(coalesce(extract(epoch from now() - min(i.received_at)
                    filter (where o.id is null and i.order_id is not null)), 0))::bigint)
            from inbox i left join orders o on o.id = i.order_id where i.applied_at is null))
    into desk;
    insert into scene (sale, run, at, part, is_full, data)
    select slug, run, date_trunc('second', clock_timestamp()), 'desk', true, jsonb_build_object('', desk)
    from sale where slug = in_sale on conflict do nothing;
end
$$;

-- What a console saw of a store (subject redis or postgres), each time that changed; and once a minute its
-- looks (subject looks): how long its ways took, second by second. Written while the stores were away, an
-- entry comes later and keeps its time. As write_console_entry answers: true once it is there, else null.
create function saikobi.write_console_feed(in_id uuid, in_sale text, in_at timestamptz, in_console text,
    in_subject text, in_data jsonb) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    if in_subject not in ('redis', 'postgres', 'looks') or length(in_data::text) > 4000
            or length(in_console) > 40 or jsonb_typeof(in_data) <> 'object'
            or in_at > clock_timestamp() + interval '10 seconds'
            or in_at < clock_timestamp() - interval '7 days'
            or not exists (select from sale where slug = in_sale) then
        return null;
    end if;
    -- 60 looks an hour from each of a person's consoles, and a store that comes and goes all day.
    if (select count(*) from timeline where sale = in_sale and actor = session_user
            and kind = 'feed' and at between in_at - interval '1 hour' and in_at) >= 1200 then
        return null;
    end if;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, revision, data)
    select 'console:' || in_id, s.slug, s.run, in_at, in_console, session_user, 'feed', in_subject,
        coalesce(q.revision, 0), in_data
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = in_sale
    on conflict (id) do nothing;
    return exists (select from timeline where id = 'console:' || in_id and actor = session_user);
end
$$;

-- Recordings that came from elsewhere, as they were: their sales are none of ours and stand apart.
create table saikobi.recording (
    id bigint generated always as identity primary key,
    installation text not null,
    slug text not null,
    run integer not null,
    head jsonb not null, -- the row of table `recording` in the file
    content jsonb not null, -- {table: [rows, hash]}
    imported_at timestamptz not null default clock_timestamp(),
    imported_by text not null default session_user,
    unique (installation, slug, run)
);
create table saikobi.recorded_row (
    recording bigint not null references saikobi.recording on delete cascade,
    name text not null,
    number bigint not null,
    cells text[] not null,
    primary key (recording, name, number)
);

revoke execute on function saikobi.scene_of, saikobi.record_scene, saikobi.audit_part, saikobi.record_desk,
    saikobi.write_console_feed from public;
grant execute on function saikobi.scene_of, saikobi.record_scene, saikobi.record_desk to saikobi_backend;
grant execute on function saikobi.write_console_feed to saikobi_operator;
reset role;
