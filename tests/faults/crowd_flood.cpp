#include "tests/faults/crowd_flood.h"

#include <sys/resource.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/load_client.h"

namespace saikobi::tests {

namespace {

using bench::LoadClient;
using namespace std::chrono_literals;

constexpr std::size_t wave = 500; ///< browsers that come together
constexpr std::size_t mostWaves = 16;

/// One in two asks for an order; that lane is the last to be shed.
bool isOrderLane(std::size_t person)
{
    return person % 2 == 0;
}

/// Each browser is a person of its own: people are shed, not requests.
std::string requestOf(std::size_t person)
{
    constexpr auto order = "/orders/00000000-0000-4000-8000-000000000000";
    return std::string{"GET /sales/demo"} + (isOrderLane(person) ? order : "")
            + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10." + std::to_string(person / 62'500) + '.'
            + std::to_string(person / 250 % 250) + '.' + std::to_string(1 + person % 250)
            + "\r\n\r\n";
}

void allowDescriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

CrowdFlood::CrowdFlood(std::uint16_t port)
    : m_thread([this, port] { run(port); })
{
}

CrowdFlood::~CrowdFlood()
{
    m_isOver = true;
    m_thread.join();
}

void CrowdFlood::run(std::uint16_t port)
{
    allowDescriptors();
    // Where it may: so many browsers have processors of their own.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), -5);
    std::vector<std::unique_ptr<LoadClient>> waves;
    long long answers = 0;
    long long shed = 0;
    auto secondEnds = LoadClient::Clock::now();
    while (!m_isOver) {
        if (LoadClient::Clock::now() >= secondEnds) {
            m_shedPercent = answers == 0 ? 0 : static_cast<int>(100 * shed / answers);
            answers = shed = 0;
            secondEnds = LoadClient::Clock::now() + 1s;
            if (!isShed() && waves.size() < mostWaves) {
                waves.push_back(std::make_unique<LoadClient>("127.0.0.1", port, wave));
                for (std::size_t i = 0; i < wave; ++i)
                    waves.back()->send(i, requestOf(m_browsers++));
            }
        }
        for (std::size_t number = 0; number < waves.size(); ++number)
            waves[number]->poll(number == 0 ? 1ms : 0ms, [&](const LoadClient::Answer& answer) {
                const auto person = number * wave + answer.connection;
                answers += isOrderLane(person) ? 1 : 0;
                shed += isOrderLane(person) && answer.status == 503 ? 1 : 0;
                waves[number]->send(answer.connection, requestOf(person));
            });
    }
}

} // namespace saikobi::tests
