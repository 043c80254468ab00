#include "backend/waiting_room/draw_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_executor.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

/// Columns in the order of `rowFrom`; ranges as Redis writes them.
constexpr const char* columns = "commitment, beacon_rule, key_id, seed_encrypted,"
                                " (extract(epoch from committed_at) * 1000)::bigint, last_number,"
                                " (select string_agg((range ->> 0) || '-' || (range ->> 1), ',')"
                                "  from jsonb_array_elements(voids) range), seed,"
                                " (extract(epoch from opened_at) * 1000)::bigint, beacon";

std::string bytesIn(const pqxx::field& field)
{
    return field.is_null() ? std::string{} : pqxx::binarystring{field}.str();
}

DrawRow rowFrom(const pqxx::row& row)
{
    DrawRow out;
    out.commitment = row[0].as<std::string>();
    out.beaconRule = row[1].as<std::string>();
    out.keyId = static_cast<std::uint8_t>(row[2].as<int>());
    out.sealedSeed = bytesIn(row[3]);
    out.committedAt = contract::fromUnixMs(row[4].as<std::int64_t>());
    if (!row[5].is_null())
        out.last = row[5].as<std::int64_t>();
    if (!row[6].is_null())
        out.voids = voidRangesFromText(row[6].as<std::string>());
    out.seed = bytesIn(row[7]);
    if (!row[8].is_null())
        out.openedAt = contract::fromUnixMs(row[8].as<std::int64_t>());
    if (!row[9].is_null())
        out.beacon = row[9].as<std::string>();
    return out;
}

std::string selectFrom(const char* what)
{
    return std::string{"select "} + columns + " from " + what;
}

/// Exactly one row, or NotFound.
DrawStore::Done orNotFound(DrawStore::Done done)
{
    return [done = std::move(done)](const Result<DrawRow>& row) {
        if (row && row.value().commitment.empty())
            return done(Fault{FaultCode::NotFound, "no draw of this run"});
        done(row);
    };
}

DrawRow onlyRow(const pqxx::result& rows)
{
    return rows.empty() ? DrawRow{} : rowFrom(rows[0]);
}

} // namespace

DrawStore::DrawStore(
        std::string sale, boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_postgres(postgres)
{
}

void DrawStore::commit(contract::Run run, const DrawRow& row, Done done)
{
    const auto job = [sale = m_sale, run, row](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto rows = work.exec_params(
                selectFrom("saikobi.draw_commit($1, $2, $3, $4, $5, $6)"), sale, run.value,
                row.commitment, row.beaconRule, int{row.keyId}, pqxx::binarystring{row.sealedSeed});
        work.commit();
        return onlyRow(rows);
    };
    m_postgres.run<DrawRow>(
            job, boost::asio::bind_executor(m_executor, orNotFound(std::move(done))));
}

void DrawStore::open(contract::Run run, contract::Epoch epoch, std::int64_t last,
        contract::Instant at, const std::string& seed, Done done)
{
    const auto job = [sale = m_sale, run, epoch, last, at, seed](pqxx::connection_base& on) {
        pqxx::work work(on);
        const auto rows = work.exec_params(
                selectFrom("saikobi.draw_open($1, $2, $3, $4, $5, to_timestamp($6 / 1000.0))"),
                sale, run.value, epoch.value, last, pqxx::binarystring{seed},
                contract::toUnixMs(at));
        work.commit();
        return onlyRow(rows);
    };
    m_postgres.run<DrawRow>(
            job, boost::asio::bind_executor(m_executor, orNotFound(std::move(done))));
}

void DrawStore::read(contract::Run run, Done done)
{
    const auto job = [sale = m_sale, run](pqxx::connection_base& on) {
        pqxx::work work(on);
        return onlyRow(work.exec_params(
                selectFrom("saikobi.draw where sale = $1 and run = $2"), sale, run.value));
    };
    m_postgres.run<DrawRow>(
            job, boost::asio::bind_executor(m_executor, orNotFound(std::move(done))));
}

} // namespace saikobi::waiting_room
