#include "app/sources/postgres_link.h"

#include <pqxx/pqxx>

namespace saikobi::sources {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;

namespace {

/// libpq knows nothing below two seconds.
std::string withTimeouts(const std::string& url)
{
    return url + (url.find('?') == std::string::npos ? '?' : '&')
            + "connect_timeout=2&application_name=saikobi";
}

std::string firstLine(const char* text)
{
    const std::string whole{text};
    return whole.substr(0, whole.find('\n'));
}

} // namespace

PostgresLink::PostgresLink(std::string url, Use use)
    : m_url(std::move(url))
    , m_use(use)
{
}

PostgresLink::~PostgresLink() = default;

void PostgresLink::Close::operator()(pqxx::connection_base* connection) const
{
    const std::unique_ptr<pqxx::connection> closed{static_cast<pqxx::connection*>(connection)};
}

Outcome PostgresLink::connect(std::chrono::milliseconds deadline)
{
    try {
        m_connection.reset(new pqxx::connection(withTimeouts(m_url)));
        // libpqxx would replace a lost connection by itself, on a socket that nobody guards. There
        // is no other way to forbid it in 6.4.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        m_connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
        if (m_use == Use::Commands)
            return Nothing{};
        m_watchdog.guard(m_connection->sock(), deadline);
        m_connection->set_variable("default_transaction_read_only", "on");
        m_watchdog.release();
        return Nothing{};
    } catch (const std::exception& failed) {
        drop();
        return Fault{FaultCode::Unavailable, firstLine(failed.what())};
    }
}

Outcome PostgresLink::run(
        const std::function<void(pqxx::connection_base&)>& job, std::chrono::milliseconds deadline)
{
    if (!m_connection)
        if (const auto connected = connect(deadline); !connected)
            return connected;
    try {
        m_watchdog.guard(m_connection->sock(), deadline);
        job(*m_connection);
        m_watchdog.release();
        return Nothing{};
    } catch (const pqxx::sql_error& refused) {
        const bool isOver = m_connection->is_open();
        m_watchdog.release();
        if (!isOver)
            drop();
        return Fault{isOver ? FaultCode::Refused : FaultCode::Unknown, firstLine(refused.what())};
    } catch (const std::exception& failed) {
        drop();
        return Fault{FaultCode::Unknown, firstLine(failed.what())};
    }
}

void PostgresLink::drop()
{
    m_watchdog.release(); // before the number of the socket can be used again
    m_connection.reset();
}

} // namespace saikobi::sources
