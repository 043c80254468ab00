#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "app/sources/socket_watchdog.h"
#include "backend/contract/result.h"

namespace pqxx {
class connection_base;
}

namespace saikobi::sources {

/// One connection to Postgres, used by one thread. Each job ends at its deadline; a job that did
/// not is Unknown and takes the connection with it.
class PostgresLink {
public:
    enum class Use { ReadOnly, Commands };

    PostgresLink(std::string url, Use use);
    ~PostgresLink();
    PostgresLink(const PostgresLink&) = delete;
    PostgresLink& operator=(const PostgresLink&) = delete;

    bool isOpen() const { return m_connection != nullptr; }
    /// Connects when there is no connection, then runs the job, which may throw what libpqxx
    /// throws. Unavailable: no connection, nothing was sent. Refused: Postgres said no. Unknown:
    /// see above.
    contract::Outcome run(const std::function<void(pqxx::connection_base&)>& job,
            std::chrono::milliseconds deadline);

private:
    contract::Outcome connect(std::chrono::milliseconds deadline);
    void drop();

    std::string m_url;
    Use m_use;
    /// The base's destructor would leave the session open at the server, of which each person has
    /// few.
    struct Close {
        void operator()(pqxx::connection_base* connection) const;
    };
    std::unique_ptr<pqxx::connection_base, Close> m_connection;
    SocketWatchdog m_watchdog{};
};

} // namespace saikobi::sources
