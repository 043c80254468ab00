-- Commands that Postgres decides: products, methods, kept units, provider limits. Any instance applies an
-- open row, in one commit with its timeline entry; the row's lock and state make it count once. Instances
-- read `stopped` every second and everything else when the sale's revision grows.
set local role saikobi_owner;

-- An instance that cannot ask Redis sends on its own share of the call budget once this is written; the
-- others then take that share off what Redis grants them (CHECKOUT.md §3.2).
alter table saikobi.instance add column budget_local boolean not null default false;

create function saikobi.budget_census(in_name text, in_incarnation text, in_local boolean)
returns table (instances bigint, local bigint, self_local boolean)
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    update instance i set budget_local = in_local
    where i.name = in_name and i.incarnation = in_incarnation and i.budget_local <> in_local;
    return query select greatest(1, count(*)), count(*) filter (where i.budget_local),
            coalesce(bool_or(i.budget_local and i.name = in_name and i.incarnation = in_incarnation), false)
        from instance i where i.beat_at > clock_timestamp() - interval '5 seconds';
end
$$;

-- Digits only, else null: no sign, no fraction, no exponent.
create function saikobi.whole_number(in_text text) returns bigint
language sql immutable set search_path = saikobi, pg_temp as $$
    select case when in_text ~ '^[0-9]{1,15}$' then in_text::bigint end;
$$;

create function saikobi.decimal_number(in_text text) returns double precision
language sql immutable set search_path = saikobi, pg_temp as $$
    select case when in_text ~ '^[0-9]{1,6}(\.[0-9]{1,6})?$' then in_text::double precision end;
$$;

-- Whoever stops something must not lose a race; only a newer start of the same thing ends it.
create function saikobi.is_overtaken(in_command saikobi.command) returns boolean
language sql stable set search_path = saikobi, pg_temp as $$
    select exists (select from saikobi.command c
        where c.sale = in_command.sale and c.state = 'in_force' and c.written_at > in_command.written_at
            and (in_command.kind = 'stop_product' and c.kind = 'start_product'
                    and c.parameters ->> 'product' = in_command.parameters ->> 'product'
                or in_command.kind = 'disable_method' and c.kind = 'enable_method'
                    and c.parameters ->> 'method' = in_command.parameters ->> 'method'));
$$;

-- Each rule answers {"why": …} when it is refused, {"winner": …} when another was first, or {"old", "new"}.
create function saikobi.rule_product(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    is_stop boolean := in_command.kind = 'stop_product';
    was boolean;
begin
    select stopped into was from product
    where id = whole_number(in_command.parameters ->> 'product') and sale = in_command.sale for update;
    if was is null then return '{"why": "bad-value"}'; end if;
    if not is_stop and not was then return '{"why": "not-stopped"}'; end if;
    update product set stopped = is_stop where id = whole_number(in_command.parameters ->> 'product');
    return jsonb_build_object('old', case when was then 'stopped' else 'on_sale' end,
        'new', case when is_stop then 'stopped' else 'on_sale' end);
end
$$;

create function saikobi.rule_method(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    is_enable boolean := in_command.kind = 'enable_method';
    was boolean;
begin
    select enabled into was from method
    where sale = in_command.sale and id = in_command.parameters ->> 'method' for update;
    if was is null then return '{"why": "bad-value"}'; end if;
    if is_enable and was then return '{"why": "not-disabled"}'; end if;
    update method set enabled = is_enable
    where sale = in_command.sale and id = in_command.parameters ->> 'method';
    return jsonb_build_object('old', case when was then 'enabled' else 'disabled' end,
        'new', case when is_enable then 'enabled' else 'disabled' end);
end
$$;

create function saikobi.limit_text(in_provider saikobi.provider) returns text
language sql immutable set search_path = saikobi, pg_temp as $$
    select in_provider.calls_per_second || '/s, ' || in_provider.calls_per_second_endpoint
        || '/s per operation, ' || in_provider.parallel || ' parallel';
$$;

-- One call a second or fewer leaves no room for any: the limiter keeps one of them back.
create function saikobi.rule_limit(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    p jsonb := in_command.parameters;
    rate double precision := decimal_number(p ->> 'calls_per_second');
    endpoint double precision := decimal_number(coalesce(p ->> 'calls_per_second_endpoint',
        p ->> 'calls_per_second'));
    places bigint := whole_number(coalesce(p ->> 'parallel', '0'));
    was provider;
    now_is provider;
begin
    select * into was from provider where id = p ->> 'provider' and exists (select from method
        where method.sale = in_command.sale and method.provider = p ->> 'provider') for update;
    if was.id is null or rate is null or rate < 2 or rate > 10000 or endpoint is null or endpoint < 2
            or endpoint > 10000 or places is null or places > 100000 then
        return '{"why": "bad-value"}';
    end if;
    if p ? 'was_calls_per_second'
            and decimal_number(p ->> 'was_calls_per_second') is distinct from was.calls_per_second then
        return jsonb_build_object('winner', coalesce((select c.actor from command c
            where c.kind = 'provider_limit' and c.state = 'in_force'
                and c.parameters ->> 'provider' = was.id
            order by c.decided_at desc limit 1), ''));
    end if;
    update provider set calls_per_second = rate, calls_per_second_endpoint = endpoint, parallel = places
    where id = was.id returning * into now_is;
    -- Accounts may be shared: every sale that pays there learns of it.
    update sale set revision = revision + 1
    where slug <> in_command.sale and slug in (select m.sale from method m where m.provider = was.id);
    return jsonb_build_object('old', limit_text(was), 'new', limit_text(now_is));
end
$$;

-- Announced: pages say the minute, and at that minute the units come back (020: offer_kept).
create function saikobi.rule_offer(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    p jsonb := in_command.parameters;
    wanted bigint := whole_number(p ->> 'product');
    units bigint := whole_number(p ->> 'n');
    at_ms bigint := whole_number(p ->> 'at');
begin
    if units is null or units < 1 or at_ms is null
            or not exists (select from product where id = wanted and sale = in_command.sale)
            or to_timestamp(at_ms / 1000.0) < clock_timestamp()
            or to_timestamp(at_ms / 1000.0) > clock_timestamp() + interval '2 days' then
        return '{"why": "bad-value"}';
    end if;
    if units > (select coalesce(sum(qty), 0) from reservation
            where product = wanted and order_id is null) then
        return '{"why": "not-kept"}';
    end if;
    perform offer_kept(wanted, units, to_timestamp(at_ms / 1000.0));
    return jsonb_build_object('old', '', 'new', units || ' at '
        || to_char(to_timestamp(at_ms / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
end
$$;

create function saikobi.judge_command(in_command saikobi.command) returns jsonb
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    is_steadfast boolean := in_command.kind in ('stop_product', 'disable_method');
    found_it jsonb;
begin
    if is_steadfast and is_overtaken(in_command) then
        return '{"result": "expired", "why": "newer-start"}';
    end if;
    if not is_steadfast and in_command.made_at < clock_timestamp() - interval '10 seconds' then
        return '{"result": "expired"}';
    end if;
    if not is_steadfast and in_command.made_at > clock_timestamp() + interval '10 seconds' then
        return '{"result": "refused", "why": "clock"}';
    end if;
    found_it := case
        when in_command.kind in ('stop_product', 'start_product') then rule_product(in_command)
        when in_command.kind in ('disable_method', 'enable_method') then rule_method(in_command)
        when in_command.kind = 'provider_limit' then rule_limit(in_command)
        when in_command.kind = 'offer_kept' then rule_offer(in_command)
        else '{"why": "unknown-kind"}' end;
    return found_it || jsonb_build_object('result', case when found_it ? 'why' then 'refused'
        when found_it ? 'winner' then 'lost_race' else 'in_force' end);
end
$$;

-- True for the one caller that decided it. A row that another instance has in hand is left alone.
create function saikobi.apply_command(in_id uuid) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    cmd command;
    decision jsonb;
begin
    select * into cmd from command where id = in_id and state = 'sent' for update skip locked;
    if cmd.id is null then return false; end if;
    decision := judge_command(cmd);
    decision := decision || jsonb_build_object('id', cmd.id, 'path', 'postgres', 'ms',
        greatest(0, extract(epoch from clock_timestamp() - cmd.made_at) * 1000)::bigint::text);
    update command set state = decision ->> 'result', result = decision, decided_at = clock_timestamp()
    where id = cmd.id;
    if decision ->> 'result' = 'in_force' then
        update sale set revision = revision + 1 where slug = cmd.sale;
    end if;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, reason, revision, data)
    select cmd.id::text, s.slug, s.run, clock_timestamp(), 'postgres', cmd.actor, 'command', cmd.kind,
        cmd.reason, coalesce(q.revision, 0), decision
    from sale s left join queue_mark q on q.sale = s.slug where s.slug = cmd.sale
    on conflict (id) do nothing;
    return true;
end
$$;

revoke execute on function saikobi.budget_census, saikobi.whole_number, saikobi.decimal_number,
    saikobi.is_overtaken, saikobi.rule_product, saikobi.rule_method, saikobi.limit_text,
    saikobi.rule_limit, saikobi.rule_offer, saikobi.judge_command, saikobi.apply_command from public;
grant execute on function saikobi.budget_census, saikobi.apply_command to saikobi_backend;
reset role;
