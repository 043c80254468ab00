#include "backend/payments/inbox_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <optional>

#include "backend/stores/postgres_executor.h"

namespace saikobi::payments {

namespace {

std::optional<std::string> orNull(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

InboxRow writeRow(pqxx::connection_base& on, InboxRow row, const std::string& body)
{
    pqxx::work work{on};
    const auto& notice = row.notice;
    const auto order = orNull(notice.order);
    const auto written = work.exec_params(
            "insert into saikobi.inbox (provider, event_id, type, reference, order_id, body)"
            " values ($1, $2, $3, $4, coalesce($5::uuid, (select p.order_id from saikobi.payment p"
            " where p.provider = $1 and p.reference = $4 and $4 <> '')), $6)"
            " on conflict (provider, event_id) do nothing",
            row.provider, notice.event, notice.type, notice.reference, order, body);
    row.isNew = written.affected_rows() == 1;
    const auto known = work.exec_params(
            "select i.order_id::text, o.status from saikobi.inbox i"
            " join saikobi.orders o on o.id = i.order_id where i.provider = $1 and i.event_id = $2",
            row.provider, notice.event);
    if (!known.empty()) {
        row.notice.order = known[0][0].as<std::string>();
        row.orderStatus = known[0][1].as<std::string>();
    }
    work.commit();
    return row;
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
{
}

void InboxStore::write(const std::string& provider, const WebhookNotice& notice,
        const std::string& body, std::function<void(contract::Result<InboxRow>)> answer)
{
    m_postgres.run<InboxRow>([row = InboxRow{provider, notice}, body](
                                     pqxx::connection_base& on) { return writeRow(on, row, body); },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

void InboxStore::markApplied(const std::string& provider, const std::string& event)
{
    m_postgres.run<contract::Nothing>(
            [provider, event](pqxx::connection_base& on) {
                pqxx::work work{on};
                work.exec_params("update saikobi.inbox set applied_at = clock_timestamp()"
                                 " where provider = $1 and event_id = $2 and applied_at is null",
                        provider, event);
                work.commit();
                return contract::Nothing{};
            },
            // If it fails the row stays open and is looked at once more.
            boost::asio::bind_executor(
                    m_executor, [](const contract::Result<contract::Nothing>&) {}));
}

void InboxStore::readOpen(std::chrono::seconds age, int limit,
        std::function<void(contract::Result<std::vector<InboxRow>>)> answer)
{
    m_postgres.run<std::vector<InboxRow>>(
            [age, limit](pqxx::connection_base& on) { return readRows(on, age.count(), limit); },
            boost::asio::bind_executor(m_executor, std::move(answer)));
}

} // namespace saikobi::payments
