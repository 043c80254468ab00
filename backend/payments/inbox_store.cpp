#include "backend/payments/inbox_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <algorithm>

#include "backend/stores/array_text.h"
#include "backend/stores/postgres_executor.h"

namespace saikobi::payments {

namespace {

/// In the order of their keys, so that two instances that are told the same wait for one another
/// only one way round. Answers which of them are new.
std::vector<std::string> insertAll(
        pqxx::work& work, const std::vector<InboxRow>& rows, const std::vector<std::string>& bodies)
{
    const auto column = [&rows](auto pick) { return stores::columnText(rows, pick); };
    const auto written = work.exec_params(
            "with told as ("
            " select distinct on (provider, event) * from unnest($1::text[], $2::text[], "
            "$3::text[],"
            " $4::text[], $5::text[], $6::text[]) t(provider, event, type, reference, called, body)"
            " order by provider, event)"
            " insert into saikobi.inbox (provider, event_id, type, reference, order_id, body)"
            " select t.provider, t.event, t.type, t.reference, coalesce(nullif(t.called, '')::uuid,"
            " (select p.order_id from saikobi.payment p where p.provider = t.provider"
            " and p.reference = t.reference and t.reference <> '')), t.body from told t"
            " order by t.provider, t.event on conflict (provider, event_id) do nothing"
            " returning provider || ' ' || event_id",
            column([](const auto& row) { return row.provider; }),
            column([](const auto& row) { return row.notice.event; }),
            column([](const auto& row) { return row.notice.type; }),
            column([](const auto& row) { return row.notice.reference; }),
            column([](const auto& row) { return row.notice.order; }), stores::arrayText(bodies));
    std::vector<std::string> out;
    for (const auto& row : written)
        out.push_back(row[0].as<std::string>());
    std::sort(out.begin(), out.end());
    return out;
}

/// As the table has them now, also those that another instance wrote meanwhile.
void readOrders(pqxx::work& work, std::vector<InboxRow>& rows)
{
    const auto known = work.exec_params(
            "select t.n, i.order_id::text, o.status"
            " from unnest($1::text[], $2::text[]) with ordinality t(provider, event, n)"
            " join saikobi.inbox i on i.provider = t.provider and i.event_id = t.event"
            " join saikobi.orders o on o.id = i.order_id",
            stores::columnText(rows, [](const auto& row) { return row.provider; }),
            stores::columnText(rows, [](const auto& row) { return row.notice.event; }));
    for (const auto& row : known) {
        auto& told = rows.at(row[0].as<std::size_t>() - 1);
        told.notice.order = row[1].as<std::string>();
        told.orderStatus = row[2].as<std::string>();
    }
}

std::vector<InboxRow> writeRows(pqxx::connection_base& on, std::vector<InboxRow> rows,
        const std::vector<std::string>& bodies)
{
    pqxx::work work{on};
    auto fresh = insertAll(work, rows, bodies);
    readOrders(work, rows);
    work.commit();
    for (auto& row : rows) { // a repeat within the batch is none the second time
        const auto key = row.provider + ' ' + row.notice.event;
        const auto found = std::lower_bound(fresh.begin(), fresh.end(), key);
        row.isNew = found != fresh.end() && *found == key;
        if (row.isNew)
            fresh.erase(found);
    }
    return rows;
}

void markRows(pqxx::connection_base& on, const std::string& providers, const std::string& events)
{
    pqxx::work work{on};
    // In the order of their keys: another instance may have looked at the same ones.
    work.exec_params("with open as ("
                     " select i.provider, i.event_id from saikobi.inbox i"
                     " join unnest($1::text[], $2::text[]) t(provider, event)"
                     " on i.provider = t.provider and i.event_id = t.event"
                     " where i.applied_at is null order by i.provider, i.event_id for update of i)"
                     " update saikobi.inbox i set applied_at = clock_timestamp() from open"
                     " where i.provider = open.provider and i.event_id = open.event_id",
            providers, events);
    work.commit();
}

/// Parked rows are left out until their hour is over, or they would stand before all the others:
/// once their order is there, or their time has passed, they come like any other.
std::vector<InboxRow> readRows(pqxx::connection_base& on, std::int64_t ageSeconds, int limit)
{
    pqxx::read_transaction work{on};
    const auto rows = work.exec_params(
            "select i.provider, i.event_id, i.type, coalesce(i.order_id::text, ''), i.reference,"
            " coalesce(o.status, ''), extract(epoch from clock_timestamp() - i.received_at)::bigint"
            " from saikobi.inbox i left join saikobi.orders o on o.id = i.order_id"
            " where i.applied_at is null"
            " and i.received_at <= clock_timestamp() - make_interval(secs => $1)"
            " and (o.id is not null or i.order_id is null"
            " or i.received_at <= clock_timestamp() - interval '1 hour')"
            " order by i.received_at limit $2",
            ageSeconds, limit);
    std::vector<InboxRow> out;
    for (const auto& row : rows)
        out.push_back({row[0].as<std::string>(),
                {row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<std::string>(),
                        row[4].as<std::string>()},
                row[5].as<std::string>(), std::chrono::seconds{row[6].as<std::int64_t>()}, false});
    return out;
}

} // namespace

InboxStore::InboxStore(boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres)
    : m_executor(std::move(executor))
    , m_postgres(postgres)
    , m_arrivals([this](std::vector<Arrival> arrived, auto done) {
        std::vector<InboxRow> rows;
        std::vector<std::string> bodies;
        for (auto& one : arrived) {
            rows.push_back(std::move(one.row));
            bodies.push_back(std::move(one.body));
        }
        m_postgres.run<std::vector<InboxRow>>(
                [rows = std::move(rows), bodies = std::move(bodies)](
                        pqxx::connection_base& on) { return writeRows(on, rows, bodies); },
                boost::asio::bind_executor(m_executor, std::move(done)));
    })
    , m_applied([this](const std::vector<Applied>& applied, auto done) {
        m_postgres.run<std::vector<contract::Nothing>>(
                [count = applied.size(),
                        providers
                        = stores::columnText(applied, [](const auto& one) { return one.provider; }),
                        events
                        = stores::columnText(applied, [](const auto& one) { return one.event; })](
                        pqxx::connection_base& on) {
                    markRows(on, providers, events);
                    return std::vector<contract::Nothing>(count);
                },
                boost::asio::bind_executor(m_executor, std::move(done)));
    })
{
}

void InboxStore::write(const std::string& provider, const WebhookNotice& notice,
        const std::string& body, std::function<void(contract::Result<InboxRow>)> answer)
{
    m_arrivals.add({InboxRow{provider, notice}, body}, std::move(answer));
}

void InboxStore::markApplied(const std::string& provider, const std::string& event)
{
    // If it fails the row stays open and is looked at once more.
    m_applied.add({provider, event}, [](const contract::Result<contract::Nothing>&) {});
}

void InboxStore::readOpen(std::chrono::seconds age, int limit,
        std::function<void(contract::Result<std::vector<InboxRow>>)> answer)
{
    m_postgres.run<std::vector<InboxRow>>(
            [age, limit](pqxx::connection_base& on) { return readRows(on, age.count(), limit); },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

} // namespace saikobi::payments
