#include "backend/payments/figures_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"

namespace saikobi::payments {

namespace {

/// Counters grow from zero with each incarnation: the newest row of each less its oldest one of ten
/// minutes.
constexpr const char* buyingSql = R"(
with newest as (
    select distinct on (instance, incarnation) instance, incarnation, counters from saikobi.tick
    where sale = $1 and run = (select run from saikobi.sale where slug = $1)
        and at > clock_timestamp() - interval '10 minutes' and instance <> ''
    order by instance, incarnation, at desc),
oldest as (
    select distinct on (instance, incarnation) instance, incarnation, counters from saikobi.tick
    where sale = $1 and run = (select run from saikobi.sale where slug = $1)
        and at > clock_timestamp() - interval '10 minutes' and instance <> ''
    order by instance, incarnation, at),
grown as (
    select name, sum(coalesce((n.counters ->> name)::double precision, 0)
        - coalesce((o.counters ->> name)::double precision, 0)) as by
    from newest n join oldest o using (instance, incarnation),
        unnest(array['passes', 'orders', 'orders_refused_budget', 'provider_declined',
            'provider_calls']) name
    group by name)
select coalesce(sum(by) filter (where name = 'passes'), 0),
    coalesce(sum(by) filter (where name = 'orders'), 0),
    coalesce(sum(by) filter (where name = 'orders_refused_budget'), 0),
    coalesce(sum(by) filter (where name = 'provider_declined'), 0),
    coalesce(sum(by) filter (where name = 'provider_calls'), 0)
from grown)";

constexpr const char* recentSql = R"(
with recent as (
    select instance, incarnation, at, counters, gauges from saikobi.tick
    where sale = $1 and run = (select run from saikobi.sale where slug = $1)
        and at > clock_timestamp() - interval '11 seconds' and instance <> ''),
newest as (select distinct on (instance, incarnation) * from recent
    order by instance, incarnation, at desc),
oldest as (select distinct on (instance, incarnation) * from recent
    order by instance, incarnation, at)
select coalesce(max(extract(epoch from n.at - o.at)), 0)::double precision,
    coalesce(sum(coalesce((n.counters ->> 'provider_calls')::double precision, 0)
        - coalesce((o.counters ->> 'provider_calls')::double precision, 0)), 0),
    coalesce(sum(coalesce((n.counters ->> 'orders_refused_budget')::double precision, 0)
        - coalesce((o.counters ->> 'orders_refused_budget')::double precision, 0)), 0),
    coalesce(sum(coalesce((n.gauges ->> 'in_flight')::double precision, 0)), 0)
from newest n join oldest o using (instance, incarnation))";

/// Only unfinished orders are looked at: they have an index of their own.
constexpr const char* unsettledSql = R"(
select coalesce(extract(epoch from clock_timestamp() - min(p.authorised_at)), 0)::double precision
from saikobi.orders o
join saikobi.payment p on p.order_id = o.id and p.attempt = o.attempt
where o.sale = $1 and o.ended_at is null and p.standing = 'authorised')";

constexpr const char* inboxSql = R"(
select coalesce(extract(epoch from clock_timestamp()
        - min(i.received_at) filter (where o.id is not null or i.order_id is null)), 0)::double precision,
    coalesce(extract(epoch from clock_timestamp()
        - min(i.received_at) filter (where o.id is null and i.order_id is not null)), 0)::double precision
from saikobi.inbox i left join saikobi.orders o on o.id = i.order_id
where i.applied_at is null)";

PaymentRecord readRecord(pqxx::connection_base& on, const std::string& sale)
{
    pqxx::nontransaction work{on};
    PaymentRecord out;
    const auto buying = work.exec_params1(buyingSql, sale);
    out.buying = {buying[0].as<double>(), buying[1].as<double>(), buying[2].as<double>(),
            buying[3].as<double>(), buying[4].as<double>()};
    const auto recent = work.exec_params1(recentSql, sale);
    out.recentSeconds = recent[0].as<double>();
    out.recentCalls = recent[1].as<double>();
    out.recentRefused = recent[2].as<double>();
    out.inFlight = recent[3].as<double>();
    out.oldestUnsettledS = work.exec_params1(unsettledSql, sale)[0].as<double>();
    const auto inbox = work.exec_params1(inboxSql);
    out.inboxAgeS = inbox[0].as<double>();
    out.inboxParkedS = inbox[1].as<double>();
    return out;
}

} // namespace

void readPaymentRecord(stores::PostgresExecutor& postgres, boost::asio::any_io_executor executor,
        const std::string& sale, std::function<void(contract::Result<PaymentRecord>)> answer)
{
    postgres.run<PaymentRecord>([sale](pqxx::connection_base& on) { return readRecord(on, sale); },
            boost::asio::bind_executor(std::move(executor), std::move(answer)));
}

} // namespace saikobi::payments
