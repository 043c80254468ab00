#include "app/connection/postgres_door.h"

#include <libpq-fe.h>
#include <poll.h>

namespace saikobi::connection {

using Clock = std::chrono::steady_clock;

namespace {

double msSince(Clock::time_point from)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

PostgresDoor::Stage stageOf(ConnStatusType status, PostgresDoor::Stage before)
{
    switch (status) {
    case CONNECTION_SSL_STARTUP:
        return PostgresDoor::Stage::Tls;
    case CONNECTION_AWAITING_RESPONSE:
    case CONNECTION_AUTH_OK:
    case CONNECTION_SETENV:
    case CONNECTION_CONSUME:
    case CONNECTION_CHECK_WRITABLE:
    case CONNECTION_CHECK_TARGET:
    case CONNECTION_CHECK_STANDBY:
        return PostgresDoor::Stage::SignIn;
    case CONNECTION_OK:
        return PostgresDoor::Stage::Open;
    case CONNECTION_NEEDED:
    case CONNECTION_STARTED:
    case CONNECTION_MADE:
    case CONNECTION_GSS_STARTUP:
    case CONNECTION_BAD:
        break;
    }
    return before;
}

std::string lastLine(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    // The address comes first, in a line of its own or before a colon; the reason comes last.
    return text.substr(text.rfind('\n') + 1);
}

} // namespace

void PostgresDoor::Close::operator()(pg_conn* connection) const
{
    PQfinish(connection);
}

PostgresDoor::~PostgresDoor() = default;

bool PostgresDoor::open(const std::string& url, std::chrono::milliseconds deadline)
{
    m_since = Clock::now();
    m_connection.reset(PQconnectStart(url.c_str()));
    if (!m_connection) {
        m_problem = "out of memory";
        return false;
    }
    if (PQstatus(m_connection.get()) != CONNECTION_BAD && take(Clock::now() + deadline)) {
        if (PQsslInUse(m_connection.get())) {
            const char* version = PQsslAttribute(m_connection.get(), "protocol");
            m_tls = version ? version : "TLS";
        }
        note(Stage::Open);
        return true;
    }
    if (m_problem.empty())
        m_problem = lastLine(PQerrorMessage(m_connection.get()));
    m_connection.reset();
    return false;
}

void PostgresDoor::close()
{
    m_connection.reset();
}

/// The client library wants to be asked whenever its socket is ready, for what it said it waits
/// for.
bool PostgresDoor::take(Clock::time_point until)
{
    auto wants = PGRES_POLLING_WRITING;
    while (wants == PGRES_POLLING_READING || wants == PGRES_POLLING_WRITING) {
        const auto left
                = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        pollfd one{PQsocket(m_connection.get()),
                static_cast<short>(wants == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (left.count() <= 0 || ::poll(&one, 1, static_cast<int>(left.count())) != 1) {
            m_problem = "no answer";
            m_isSilent = true;
            return false;
        }
        wants = PQconnectPoll(m_connection.get());
        note(stageOf(PQstatus(m_connection.get()), m_stage));
    }
    return wants == PGRES_POLLING_OK;
}

void PostgresDoor::note(Stage reached)
{
    if (reached == m_stage)
        return;
    const auto took = msSince(m_since);
    if (m_stage == Stage::Tls)
        m_tlsMs = m_tlsMs.value_or(0) + took;
    if (m_stage == Stage::SignIn)
        m_signInMs = m_signInMs.value_or(0) + took;
    m_stage = reached;
    m_since = Clock::now();
}

} // namespace saikobi::connection
