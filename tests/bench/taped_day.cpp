#include "tests/bench/taped_day.h"

#include "tests/support/sample_sale.h"

namespace saikobi::bench {

namespace {

/// n: the second; i: the instance, from 1 on; w: something between 0 and 1 that wanders.
constexpr const char* instances = R"(
insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, gauges)
select 'demo', 1, timestamptz '2026-11-20 03:00:00+00' + n * interval '1 s' + i * interval '0.1 s',
    'serve-' || i, '0a1b2c3d4e5f60' || i,
    jsonb_build_object('tickets', n * 3, 'passes', n, 'waits_ms', n * 61234::bigint, 'orders', n,
        'orders_paid', n - n / 50, 'orders_declined', n / 90, 'orders_sold_out', n / 400,
        'orders_failed', n / 700, 'orders_refused_budget', n / 300, 'answers', n * 97,
        'answers_failed', n / 40, 'answers_refused', n / 25, 'provider_calls', 2 * n,
        'provider_finishing', n, 'provider_approved', n - n / 60, 'provider_declined', n / 90,
        'provider_failed', n / 150, 'refused_for_rate', n / 500, 'place_requests', n * 80,
        'reloads', n * 4, 'blocked', n / 1000, 'shed_p3', n / 900, 'joins_limited', n / 800,
        'provider_approved:card', n - n / 60, 'provider_declined:card', n / 90,
        'provider_timed_out:card', n / 200),
    jsonb_build_object('own', spread, 'checkout', spread, 'page', spread, 'method:card', spread,
        'own_method:card', spread),
    jsonb_build_object('in_flight', round(w * 9), 'cpu', round((30 + w * 40)::numeric, 4),
        'host_cpu', round((50 + w * 30)::numeric, 4), 'rss_mib', round((120 + w * 20)::numeric, 3),
        'postgres_rtt_ms', round((0.3 + w * 2)::numeric, 6), 'redis_rtt_ms',
        round((0.1 + w / 2)::numeric, 6), 'ready', 1, 'orders_unfinished', round(w * 30),
        'open_differences', 0, 'queue_ms', round((w * 5)::numeric, 3), 'p0_ms',
        round((w * 40)::numeric, 3), 'in_flight_p0', round(w * 4), 'in_flight_p1', round(w * 8),
        'lane_use', round((w * 80)::numeric, 3), 'rate_advised', 290 + round(w * 20),
        'budget_used', round((w * 90)::numeric, 3), 'calls_allowed', 24.5, 'breaker', 0,
        'order_lane_closed', 0, 'local_budget', 0, 'oldest_unsettled_s', round(w * 3),
        'inbox_age_s', 0, 'record_age_s', 1, 'disk_free_gib', round((30 - n / 9000.0)::numeric, 3),
        'store_connections', 10, 'open_sockets', 40 + round(w * 60), 'clock_skew_s',
        round((w / 100)::numeric, 6))
from generate_series(0, $1 - 1) n, generate_series(1, 4) i,
    lateral (select (1 + sin(n / 37.0 + i) + (hashint4(n * 7 + i) % 997) / 1994.0) / 2.5 as w,
        to_jsonb(array[0, 0, n / 9, n / 3, n, n * 2, n, n / 2, n / 3, n / 4, n / 6, n / 8, n / 9,
            n / 20, n / 30, n / 60, n / 90, n / 200, n / 400, 0, 0, 0]) as spread) shape)";

constexpr const char* line = R"(
insert into saikobi.tick (sale, run, at, instance, incarnation, counters, histograms, gauges, line)
select 'demo', 1, timestamptz '2026-11-20 03:00:00+00' + n * interval '1 s', '', '', '{}', '{}', '{}',
    jsonb_build_object('at', 1795143600000 + n * 1000::bigint, 'epoch', 1, 'run', 1, 'revision', 7,
        'phase', 'open', 'causes', '[]'::jsonb, 'rate', 300, 'issued', n * 6 + 4000, 'serving',
        n * 5, 'voided', 0, 'passes', n * 4, 'live', 900, 'door', 0, 'late', 3, 'admit', 0,
        'called_not_come', 40, 'absent_share', 0.1, 'order', 'arrival', 'pacing', 'even',
        'actual', 300, 'front', 300, 'foretold', n, 'foretold_within', n - n / 20, 'chain',
        'Rk5WLTFhIG92ZXIgZXZlcnkgdmFsdWU', 'present', 3500 + n)
from generate_series(0, $1 - 1) n)";

/// Stock of forty products; each second two of them have moved, every five minutes it is all.
constexpr const char* scenes = R"(
insert into saikobi.scene (sale, run, at, part, is_full, data)
select 'demo', 1, timestamptz '2026-11-20 03:00:00+00' + n * interval '1 s', 'stock', n % 300 = 0,
    (select jsonb_object_agg(p::text, jsonb_build_array(100000, n % 50, n * 3, 0))
        from generate_series(1, 40) p where n % 300 = 0 or p % 20 = n % 20)
from generate_series(0, $1 - 1) n;
insert into saikobi.scene (sale, run, at, part, is_full, data)
select 'demo', 1, timestamptz '2026-11-20 03:00:00+00' + n * interval '300 s', part, true, case part
    when 'sale' then '{"": {"name": "demo", "calls_per_second": 30}}'::jsonb
    else (select jsonb_object_agg(p::text, jsonb_build_object('code', 'A-' || p, 'name', 'Article ' || p,
        'rank', p, 'state', 'on_sale')) from generate_series(1, 40) p) end
from generate_series(0, $1 / 300 - 1) n, unnest(array['product', 'sale']) part)";

} // namespace

void tapeHours(tests::TestStores& stores, int hours)
{
    tests::SampleSale sale;
    sale.products.clear();
    for (int i = 1; i <= tapedProducts; ++i)
        sale.products.push_back({"A-" + std::to_string(i), 1000, 100'000, 2});
    tests::loadSample(stores, sale);
    for (const char* part : {instances, line, scenes}) {
        std::string sql{part};
        const std::string mark{"$1"};
        for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark))
            sql.replace(at, mark.size(), std::to_string(hours * 3600));
        stores.execute("set local synchronous_commit = off; " + sql);
    }
}

} // namespace saikobi::bench
