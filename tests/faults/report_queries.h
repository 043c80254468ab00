#pragma once

/// The figures of a report once more, straight from the tables of Postgres: one text each, in the
/// words of test_report_equals_sql. They share nothing with app/review but what is meant.
namespace saikobi::tests::queries {

/// What the others build upon. `span`: the first and the last recorded second, as Unix seconds.
/// `line`: what the line was in each second. `ended`: the second of the close, else the last one.
inline constexpr const char* basis = R"(
with span as (select floor(extract(epoch from min(at))) as f, floor(extract(epoch from max(at))) as t
    from saikobi.tick where sale = 'demo' and run = 1),
tape as (select * from saikobi.timeline where sale = 'demo' and run = 1),
line as (select floor(extract(epoch from at)) - f as s, at, (line ->> 'issued')::bigint as issued,
        (line ->> 'serving')::bigint as serving, (line ->> 'passes')::bigint as passes,
        (line ->> 'voided')::bigint as voided, (line ->> 'present')::bigint as present,
        (line ->> 'rate')::bigint as rate, line ->> 'phase' as phase
    from saikobi.tick, span where sale = 'demo' and run = 1 and instance = ''),
ended as (select case when (select subject from tape where kind = 'phase' order by at desc, id desc
            limit 1) = 'closed'
        then floor((select least(max(extract(epoch from at)), t) from tape where kind = 'phase')) - f
        else t - f end as e from span)
)";

inline constexpr const char* peak = R"(
select w || ' at ' || (f + s)::bigint from span, (select s, case when issued > serving
    then issued - serving - voided else 0 end as w from line) p order by w desc, s limit 1)";

/// Joined, called, entered, still waiting at the end and how many of these showed no sign of life.
inline constexpr const char* people = R"(
select concat_ws(' ', issued, least(serving, issued), passes, issued - least(serving, issued) - voided,
    greatest(0, issued - least(serving, issued) - voided - (select present from line, ended
        where s <= e and present is not null order by s desc limit 1)))
from line, ended where s <= e order by s desc, at desc limit 1)";

/// Everybody who joined, one row each: until called, or until the end.
inline constexpr const char* waits = R"(
, place as (select n, (select min(s) from line where issued >= n) as joined,
        (select min(s) from line where serving >= n) as called
    from generate_series(1, (select max(issued) from line)) n),
wait as (select case when called <= e then greatest(called, joined) else e end - joined as w
    from place, ended where joined <= e)
select concat_ws(' ', percentile_disc(0.5) within group (order by w),
    percentile_disc(0.9) within group (order by w), max(w)) from wait)";

inline constexpr const char* orders = R"(
select string_agg(status || '=' || n, ' ' order by status) from (select status, count(*) as n
    from saikobi.orders where sale = 'demo' and run = 1 group by status) o)";

inline constexpr const char* sales = R"(
, paid as (select * from saikobi.orders where sale = 'demo' and run = 1 and status = 'paid'),
busiest as (select date_trunc('minute', created_at) as m, count(*) as n from paid group by 1
    order by 2 desc, 1 limit 1)
select concat_ws(' ', (select count(*) from paid), (select sum(l.qty) from saikobi.order_line l
    join paid on paid.id = l.order_id), (select sum(amount) from paid), n,
    extract(epoch from m)::bigint) from busiest)";

inline constexpr const char* failures = R"(
select string_agg(status || '/' || reason || '=' || n, ' ' order by status, reason)
from (select status collate "C" as status, coalesce(reason, '') collate "C" as reason, count(*) as n
    from saikobi.orders where sale = 'demo' and run = 1 and status <> 'paid' and ended_at is not null
    group by 1, 2) o)";

inline constexpr const char* products = R"(
select string_agg(concat(p.code, '=', s.sold, '/', s.total, '@', coalesce(floor(1000
    * extract(epoch from s.sold_out_at))::text, '-')), ' ' order by s.sold_out_at nulls last, p.code)
from saikobi.product p join saikobi.stock s on s.product = p.id where p.sale = 'demo')";

inline constexpr const char* phases = R"(
, told as (select (select phase from line order by at limit 1) as phase, f as at, '' as id from span
    union all select subject, least(greatest(extract(epoch from at), f), t), id from tape, span
    where kind = 'phase'),
change as (select *, lag(phase) over (order by at, id) as before from told),
part as (select phase, round(lead(at, 1, t) over (order by at, id) - at) as s from change, span
    where phase is distinct from before)
select string_agg(phase || '=' || s, ' ' order by phase) from (select phase, sum(s)::bigint as s
    from part group by phase having sum(s) > 0) p)";

/// `alarm`: each from raise to end. `incident`: what overlaps is one.
inline constexpr const char* alarmBasis = R"(
, change as (select *, data ->> 'what' as what, lag(data ->> 'what') over (partition by subject
        order by at, id) as before from tape where kind = 'alarm'),
alarm as (select subject, extract(epoch from at) as at, (select extract(epoch from min(c.at))
        from change c where c.subject = o.subject and c.at >= o.at and c.what = 'cleared') as cleared,
        (select extract(epoch from min(c.at)) from change c where c.subject = o.subject
            and c.at > o.at and (c.what = 'raised' or c.before = 'cleared')) as next
    from change o where what = 'raised' or (what <> 'cleared' and before = 'cleared')),
seen as (select alarm.*, (select extract(epoch from min(a.at)) from tape a
        where a.kind = 'acknowledge' and a.subject = alarm.subject
        and extract(epoch from a.at) >= alarm.at
        and (alarm.next is null or extract(epoch from a.at) < alarm.next)) as seen from alarm),
island as (select *, count(*) filter (where at > last) over (order by at, subject) as i
    from (select *, max(coalesce(cleared, t)) over (order by at, subject
        rows between unbounded preceding and 1 preceding) as last from seen, span) s),
incident as (select i, min(at) as at, max(coalesce(cleared, t)) as till,
        bool_and(cleared is not null) as is_over, min(seen) as seen, count(*) as alarms
    from island group by i)
)";

inline constexpr const char* incidents = R"(
select string_agg(concat_ws(' ', alarms, floor(1000 * at)::bigint,
    coalesce(round((select min(extract(epoch from a.at)) from tape a where a.actor <> ''
        and a.kind in ('acknowledge', 'command', 'confirm', 'card', 'step', 'note', 'call', 'shelve',
            'silence') and extract(epoch from a.at) between incident.at and till) - at)::text, '-'),
    coalesce(round(seen - at)::text, '-'),
    coalesce(round((select min(extract(epoch from a.at)) from tape a where a.kind = 'phase'
        and a.subject = 'held' and extract(epoch from a.at) between incident.at and till) - at)::text,
        '-'),
    case when is_over then round(till - at)::text else '-' end), E'\n' order by at) from incident)";

/// Raised, still on at the end, not acknowledged within 30 min, which stood longest and how long.
inline constexpr const char* alarmTimes = R"(
select concat_ws(' ', count(*), count(*) filter (where cleared is null),
    count(*) filter (where coalesce(seen, t) - at > 1800),
    (select subject || ' ' || round(coalesce(cleared, t) - at) from seen, span
        order by round(coalesce(cleared, t) - at) desc, at limit 1)) from seen, span)";

/// All, those of each priority, most in ten minutes; then put aside, tried out.
inline constexpr const char* rings = R"(
, ring as (select distinct on (regexp_replace(id, ':[^:]*$', '')) at,
        (data ->> 'priority')::integer as p from tape
    where kind in ('alarm', 'shelve') and data ->> 'rings' = '1'
    order by regexp_replace(id, ':[^:]*$', ''), at)
select concat_ws(' ', count(*), count(*) filter (where p = 1), count(*) filter (where p = 2),
    count(*) filter (where p = 3), coalesce((select max(n) from (select count(*) as n from ring a
        join ring b on b.at >= a.at and b.at < a.at + interval '10 minutes' group by a.at, a.p) m), 0),
    (select count(*) from tape where kind = 'shelve' and data ->> 'what' is distinct from 'over'),
    (select count(*) from tape where kind = 'test')) from ring)";

inline constexpr const char* commandResults = R"(
select string_agg(r || '=' || n, ' ' order by r) from (select (data ->> 'result') collate "C" as r,
    count(*) as n from tape where kind = 'command' group by 1) c)";

inline constexpr const char* commandKinds = R"(
select string_agg(k || '=' || n, ' ' order by k) from (select subject collate "C" as k, count(*) as n
    from tape where kind = 'command' and data ->> 'result' = 'in_force' group by 1) c)";

/// Protective, ordinary, dangerous as CONSOLE.md has them; the rates around a release are those of
/// the line, not what its entry tells.
inline constexpr const char* commandClasses = R"(
, given as (select tape.*, (select rate from line where line.at < tape.at order by line.at desc
        limit 1) as was, (select rate from line where line.at > tape.at + interval '1 second'
        order by line.at limit 1) as became
    from tape where kind = 'command' and data ->> 'result' = 'in_force'),
class as (select case
    when subject in ('hold', 'maintenance', 'stop_product', 'disable_method') then 1
    when subject in ('open_now', 'close', 'reopen', 'new_run') then 3
    when subject = 'rate' and data ->> 'override' = '1' then 3
    when subject = 'release' and (data ->> 'old' like '%maintenance%' or 2 * became > was) then 3
    when subject = 'take' and data ->> 'old' <> '' then 3
    else 2 end as c, data ->> 'override' = '1' as is_override from given)
select concat_ws(' ', count(*) filter (where c = 1), count(*) filter (where c = 2),
    count(*) filter (where c = 3), count(*) filter (where is_override)) from class)";

inline constexpr const char* gaps = R"(
select count(*) from (select lead(s) over (order by s) - s as silent from (select distinct
    floor(extract(epoch from at)) as s from saikobi.tick where sale = 'demo' and run = 1) t) g
where silent > 6)";

/// Most rows that each look ever found; "-" where nobody looked.
inline constexpr const char* audits = R"(
select string_agg(g || '=' || coalesce((select max((gauges ->> g)::float8)::bigint::text
    from saikobi.tick where sale = 'demo' and run = 1), '-'), ' ' order by g)
from unnest(array['audit_oversold', 'audit_double_capture', 'audit_stranded_stock',
    'audit_orphan_payment', 'audit_unfinished_order']) g)";

} // namespace saikobi::tests::queries
