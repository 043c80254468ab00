#include "tests/bench/held_line.h"

#include <charconv>
#include <random>
#include <stdexcept>

namespace saikobi::bench {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t connections = 128;
constexpr auto statusEvery = 100ms;
constexpr std::int64_t statusMark = 0;
constexpr std::int64_t joinMark = -1;

/// A number or the text of a member in a small document of ours.
std::string_view memberOf(std::string_view body, std::string_view name)
{
    const auto at = body.find("\"" + std::string{name} + "\":");
    if (at == std::string_view::npos)
        return {};
    auto value = body.substr(at + name.size() + 3);
    if (value.starts_with('"')) {
        value.remove_prefix(1);
        return value.substr(0, value.find('"'));
    }
    return value.substr(0, value.find_first_of(",}"));
}

std::int64_t numberOf(std::string_view body, std::string_view name)
{
    const auto text = memberOf(body, name);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

HeldLine::HeldLine(const Endpoint& server, std::string sale)
    : m_client{server.host, server.port, connections}
    , m_sale{std::move(sale)}
    , m_askedFor(connections)
{
    for (std::size_t i = 0; i < connections; ++i)
        m_idle.push_back(i);
}

void HeldLine::join(int people)
{
    std::mt19937_64 random{std::random_device{}()};
    const auto giveUp = Clock::now() + 60s;
    const auto before = m_tickets.size();
    for (int asked = 0; m_tickets.size() < before + static_cast<std::size_t>(people);) {
        if (Clock::now() > giveUp)
            throw std::runtime_error("people cannot join");
        for (; asked < people && m_idle.size() > connections / 2; ++asked) {
            const auto body = R"({"visitor":")" + std::to_string(random()) + R"("})";
            send("POST /sales/" + m_sale
                            + "/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                              "Content-Length: "
                            + std::to_string(body.size()) + "\r\n\r\n" + body,
                    joinMark);
        }
        run(5ms);
    }
}

void HeldLine::run(std::chrono::milliseconds atMost)
{
    const auto now = Clock::now();
    if (now >= m_statusDue && !m_idle.empty()) {
        m_statusDue = now + statusEvery;
        send("GET /public/sales/" + m_sale + "/status HTTP/1.1\r\nHost: x\r\n\r\n", statusMark);
    }
    claimDue(now);
    m_client.poll(atMost, [this](const LoadClient::Answer& answer) { note(answer); });
}

void HeldLine::send(const std::string& request, std::int64_t mark)
{
    const auto connection = m_idle.back();
    m_idle.pop_back();
    m_askedFor[connection] = mark;
    m_client.send(connection, request);
}

void HeldLine::claimDue(Clock::time_point now)
{
    for (auto next = m_tickets.upper_bound(m_called);
            next != m_tickets.end() && next->first <= m_serving; ++next) {
        m_due.emplace(now, next->first);
        m_called = next->first;
    }
    while (!m_due.empty() && m_due.begin()->first <= now && m_idle.size() > 1) {
        const auto number = m_due.begin()->second;
        m_due.erase(m_due.begin());
        send("POST /sales/" + m_sale + "/passes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + m_tickets.at(number) + "\r\nContent-Length: 0\r\n\r\n",
                number);
    }
}

void HeldLine::note(const LoadClient::Answer& answer)
{
    m_idle.push_back(answer.connection);
    const auto asked = m_askedFor[answer.connection];
    if (asked == statusMark)
        return noteStatus(answer.body);
    if (asked == joinMark) {
        if (answer.status != 201)
            throw std::runtime_error("a join was answered " + std::string{answer.body});
        m_tickets[numberOf(answer.body, "number")] = memberOf(answer.body, "ticket");
        return;
    }
    if (answer.status == 201) {
        m_granted.push_back(answer.readAt);
    } else if (answer.status == 202 || answer.status == 429 || answer.status == 503) {
        const auto told = numberOf(answer.body, "retry_ms");
        m_due.emplace(answer.readAt + std::chrono::milliseconds{told > 0 ? told : 500}, asked);
    }
}

void HeldLine::noteStatus(std::string_view body)
{
    m_phase = memberOf(body, "phase");
    m_revision = numberOf(body, "rev");
    m_serving = numberOf(body, "serving");
}

} // namespace saikobi::bench
