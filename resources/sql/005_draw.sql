-- The draw of a run: what was committed before the opening and what was revealed after it. Before
-- that the seed lies here encrypted under a key that no reader of this table has.
set local role saikobi_owner;

create table saikobi.draw (
    sale text not null references saikobi.sale,
    run integer not null,
    commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
    beacon_rule text not null check (octet_length(beacon_rule) between 1 and 255),
    key_id integer not null, -- ticket key whose derivate the seed is encrypted under
    seed_encrypted bytea not null check (octet_length(seed_encrypted) = 60),
    committed_at timestamptz not null default clock_timestamp(),
    last_number bigint check (last_number >= 0), -- issued when the line opened
    voids jsonb, -- [[from, to], …] up to last_number, as they were then
    seed bytea,
    opened_at timestamptz,
    beacon text check (octet_length(beacon) between 1 and 255),
    beacon_at timestamptz,
    primary key (sale, run),
    check ((last_number is null) = (seed is null))
);

-- Several instances may make a seed for the same run; the first one counts, and all get that.
create function saikobi.draw_commit(in_sale text, in_run integer, in_commitment text, in_rule text,
    in_key_id integer, in_seed_encrypted bytea) returns setof saikobi.draw
language plpgsql security definer set search_path = saikobi, pg_temp as $$
begin
    insert into draw (sale, run, commitment, beacon_rule, key_id, seed_encrypted)
    values (in_sale, in_run, in_commitment, in_rule, in_key_id, in_seed_encrypted)
    on conflict do nothing;
    return query select * from draw where sale = in_sale and run = in_run;
end
$$;

-- Completes the row once the line has opened, for whoever is first; only the committed seed fits.
-- What is revealed must outlive a loss of Redis in the next moment, so the mark learns of it in the
-- same step: numbers up to the last drawn one never become void any more. Nothing happens for an
-- epoch that is over: the next one fixes another last number.
create function saikobi.draw_open(in_sale text, in_run integer, in_epoch bigint, in_last bigint,
    in_seed bytea, in_opened_at timestamptz) returns setof saikobi.draw
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    mark queue_mark;
begin
    select * into mark from queue_mark where sale = in_sale for update;
    if mark.epoch = in_epoch and mark.run = in_run then
        update draw d set
            last_number = in_last,
            seed = in_seed,
            opened_at = in_opened_at,
            voids = (select coalesce(jsonb_agg(jsonb_build_array(range -> 0,
                    least((range ->> 1)::bigint, in_last)) order by (range ->> 0)::bigint), '[]')
                from jsonb_array_elements(mark.void_ranges) range
                where (range ->> 0)::bigint <= in_last)
        where d.sale = in_sale and d.run = in_run and d.last_number is null
            and d.commitment = encode(sha256('saikobi-draw-v1'::bytea || '\x00'::bytea
                || set_byte('\x00'::bytea, 0, octet_length(in_sale)) || convert_to(in_sale, 'UTF8')
                || set_byte('\x00'::bytea, 0, octet_length(d.beacon_rule))
                || convert_to(d.beacon_rule, 'UTF8') || in_seed), 'hex');
        if found then
            update queue_mark set issued_seen = greatest(issued_seen, in_last) where sale = in_sale;
        end if;
    end if;
    return query select * from draw where sale = in_sale and run = in_run;
end
$$;

-- The value of the named round of public randomness, entered by an operator (or a program with that
-- right) once the line has opened. The first value stays: true when it is the one in force.
create function saikobi.draw_beacon(in_sale text, in_value text) returns boolean
language plpgsql security definer set search_path = saikobi, pg_temp as $$
declare
    entry draw;
begin
    select d.* into entry from draw d join queue_mark m on m.sale = d.sale and m.run = d.run
    where d.sale = in_sale for update of d;
    if entry.sale is null or entry.beacon_rule = 'none' then
        raise exception 'the draw of this sale has no beacon';
    end if;
    if entry.last_number is null then
        raise exception 'the line has not opened: a beacon is named before and known after';
    end if;
    if entry.beacon is not null then
        return entry.beacon = in_value;
    end if;
    if in_value is null or octet_length(in_value) not between 1 and 255 then
        raise exception 'a beacon value has 1 to 255 bytes';
    end if;
    update draw set beacon = in_value, beacon_at = clock_timestamp()
    where sale = entry.sale and run = entry.run;
    insert into timeline (id, sale, run, at, source, actor, kind, subject, data)
    values ('beacon:' || entry.sale || ':' || entry.run, entry.sale, entry.run, clock_timestamp(),
        'postgres', session_user, 'note', 'beacon',
        jsonb_build_object('rule', entry.beacon_rule, 'value', in_value));
    return true;
end
$$;

grant execute on function saikobi.draw_commit, saikobi.draw_open to saikobi_backend;
grant execute on function saikobi.draw_beacon to saikobi_backend, saikobi_operator;

-- The public record is read line after line, from any line on.
create index tick_chain on saikobi.tick (sale, run, (line ->> 'chain')) where instance = '';
create index tick_record on saikobi.tick (sale, run, ((line ->> 'epoch')::bigint), at)
where instance = '';
reset role;
