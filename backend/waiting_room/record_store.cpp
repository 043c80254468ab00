#include "backend/waiting_room/record_store.h"

#include <boost/asio/bind_executor.hpp>
#include <pqxx/pqxx>

#include <optional>
#include <sstream>

#include "backend/stores/postgres_executor.h"

namespace saikobi::waiting_room {

using contract::Fault;
using contract::FaultCode;
using contract::Result;

namespace {

constexpr int secondsPerPage = 1000;

// Lines of a lost tail stand before those of the epoch that follows, whatever the clocks said. The
// newest second with that hash: a clock that was set back writes ticks without a line.
constexpr const char* findSql = R"(
select (line ->> 'epoch')::bigint, at from saikobi.tick
where sale = $1 and run = $2 and instance = '' and line ->> 'chain' = $3
order by 1 desc, 2 desc limit 1)";

constexpr const char* pageSql = R"(
select array_to_string(array(select jsonb_array_elements_text(line -> 'record')), E'\n'),
    line ->> 'chain'
from saikobi.tick
where sale = $1 and run = $2 and instance = ''
    and ((line ->> 'epoch')::bigint, at) > ($3::bigint, $4::timestamptz)
order by (line ->> 'epoch')::bigint, at limit $5)";

struct Start {
    std::string epoch{"-1"};
    std::string at{"-infinity"};
};

std::optional<Start> startAfter(pqxx::transaction_base& work, const std::string& sale,
        contract::Run run, const std::string& hash)
{
    if (hash.empty())
        return Start{};
    const auto rows = work.exec_params(findSql, sale, run.value, hash);
    if (rows.empty())
        return std::nullopt;
    return Start{rows[0][0].as<std::string>(), rows[0][1].as<std::string>()};
}

void appendLines(const std::string& text, std::vector<std::string>& to)
{
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        to.push_back(line);
}

} // namespace

RecordStore::RecordStore(
        std::string sale, boost::asio::any_io_executor executor, stores::PostgresExecutor& postgres)
    : m_sale(std::move(sale))
    , m_executor(std::move(executor))
    , m_postgres(postgres)
{
}

void RecordStore::read(contract::Run run, const std::string& from, Done done)
{
    using Found = std::optional<RecordPage>;
    const auto job = [sale = m_sale, run, from](pqxx::connection_base& on) -> Found {
        pqxx::work work(on);
        const auto start = startAfter(work, sale, run, from);
        if (!start)
            return std::nullopt;
        RecordPage page;
        page.next = from;
        const auto rows = work.exec_params(
                pageSql, sale, run.value, start->epoch, start->at, secondsPerPage);
        for (const auto& row : rows) {
            appendLines(row[0].as<std::string>(""), page.lines);
            page.next = row[1].as<std::string>(page.next);
        }
        page.isFull = rows.size() == secondsPerPage;
        return page;
    };
    m_postgres.run<Found>(job,
            boost::asio::bind_executor(
                    m_executor, [done = std::move(done)](const Result<Found>& found) {
                        if (!found)
                            return done(found.error());
                        if (!found.value())
                            return done(Fault{FaultCode::NotFound, "no such line"});
                        done(*found.value());
                    }));
}

} // namespace saikobi::waiting_room
