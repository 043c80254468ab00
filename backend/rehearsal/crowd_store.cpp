#include "backend/rehearsal/crowd_store.h"

#include <pqxx/pqxx>

#include <functional>

#include "backend/stores/postgres_fault.h"

namespace saikobi::rehearsal {

using contract::Result;

namespace {

template<class T>
Result<T> read(const std::string& url, const std::function<T(pqxx::transaction_base&)>& job)
{
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-crowd"));
        pqxx::read_transaction work(connection);
        return job(work);
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

/// Numbers and passes of the present run, and the server's time.
constexpr const char* standing
        = "select coalesce(m.issued_seen, 0), (select count(*) from saikobi.pass p "
          "where p.sale = s.slug and p.run = s.run), clock_timestamp() "
          "from saikobi.sale s left join saikobi.queue_mark m on m.sale = s.slug "
          "and m.run = s.run where s.slug = $1";

} // namespace

CrowdStore::CrowdStore(std::string url, std::string sale, Mark mark)
    : m_url(std::move(url))
    , m_sale(std::move(sale))
    , m_mark(std::move(mark))
{
}

Result<CrowdStore> CrowdStore::begin(const std::string& url, const std::string& sale)
{
    const auto mark = read<Mark>(url, [&sale](pqxx::transaction_base& work) {
        const auto row = work.exec_params1(standing, sale);
        return Mark{row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<std::string>()};
    });
    if (!mark)
        return mark.error();
    return CrowdStore(url, sale, mark.value());
}

Result<PostgresCount> CrowdStore::count() const
{
    return read<PostgresCount>(m_url, [this](pqxx::transaction_base& work) {
        const auto row = work.exec_params1(standing, m_sale);
        PostgresCount out;
        out.joins = row[0].as<std::int64_t>() - m_mark.joins;
        out.passes = row[1].as<std::int64_t>() - m_mark.passes;
        for (const auto& one : work.exec_params("select status, count(*) from saikobi.orders "
                                                "where sale = $1 and created_at > $2 group by 1",
                     m_sale, m_mark.at))
            out.ordersByOutcome[one[0].as<std::string>()] = one[1].as<std::int64_t>();
        return out;
    });
}

Result<std::map<std::string, std::string>> CrowdStore::orders() const
{
    using Orders = std::map<std::string, std::string>;
    return read<Orders>(m_url, [this](pqxx::transaction_base& work) {
        Orders out;
        for (const auto& one : work.exec_params(
                     "select id, status from saikobi.orders where sale = $1 and created_at > $2",
                     m_sale, m_mark.at))
            out[one[0].as<std::string>()] = one[1].as<std::string>();
        return out;
    });
}

} // namespace saikobi::rehearsal
