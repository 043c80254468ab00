#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/load_client.h"

namespace saikobi::bench {

/// People in the line of one sale, in one thread: all of them join, then those who are called claim
/// until they are let in. Polls the public status as a page does.
class HeldLine {
public:
    using Clock = LoadClient::Clock;

    HeldLine(const Endpoint& server, std::string sale);

    /// Throws std::runtime_error when they do not all get a ticket.
    void join(int people);
    /// Goes on for a moment.
    void run(std::chrono::milliseconds atMost);

    const std::string& phase() const { return m_phase; }
    std::int64_t revision() const { return m_revision; }
    std::int64_t serving() const { return m_serving; }
    const std::string& someTicket() const { return m_tickets.rbegin()->second; }
    /// When each pass was in somebody's hand.
    const std::vector<Clock::time_point>& granted() const { return m_granted; }

private:
    void send(const std::string& request, std::int64_t number);
    void note(const LoadClient::Answer& answer);
    void noteStatus(std::string_view body);
    void claimDue(Clock::time_point now);

    LoadClient m_client;
    std::string m_sale;
    std::vector<std::size_t> m_idle{};
    std::vector<std::int64_t>
            m_askedFor{}; ///< by connection: whose claim; 0: the status; -1: a join
    std::map<std::int64_t, std::string> m_tickets{};
    std::multimap<Clock::time_point, std::int64_t> m_due{}; ///< claims to be made
    std::int64_t m_called = 0; ///< all up to here have begun to claim
    Clock::time_point m_statusDue{};
    std::string m_phase{};
    std::int64_t m_revision = 0;
    std::int64_t m_serving = 0;
    std::vector<Clock::time_point> m_granted{};
};

} // namespace saikobi::bench
