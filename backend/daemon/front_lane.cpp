#include "backend/daemon/front_lane.h"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

#include "backend/contract/measure_names.h"
#include "backend/daemon/repeating_timer.h"
#include "backend/daemon/sales_floor.h"
#include "backend/daemon/thread_use.h"
#include "backend/http/listener.h"
#include "backend/recorder/host_figures.h"
#include "backend/recorder/process_figures.h"

namespace saikobi::daemon {

using contract::Nothing;
using contract::Outcome;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

/// A store that has not answered for this long is away. Idle connections are probed once a second.
constexpr auto patience = 1800ms;

bool isAway(const stores::StoreHealth& health)
{
    return !health.lastSuccess || Clock::now() - *health.lastSuccess > patience;
}

void putRoundTrip(
        std::map<std::string, double>& gauges, const char* name, const stores::StoreHealth& health)
{
    // Absent, not zero, while it does not answer.
    if (health.roundTripMs && !isAway(health))
        gauges[name] = *health.roundTripMs;
}

/// Seconds since it answered last. Idle connections are probed once a second.
double silence(const stores::StoreHealth& health, Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - health.lastSuccess.value_or(begun)).count();
}

} // namespace

class FrontLane::Impl {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_floor({m_parts.executor, m_parts.orders, m_parts.back, m_parts.config, m_parts.identity,
                  m_parts.keys, m_parts.stores, m_parts.measures,
                  [this](contract::Fault fault) { finishBeginning(std::move(fault)); }})
    {
    }

    boost::asio::any_io_executor executor() const { return m_parts.executor; }

    void begin(std::function<void(Outcome)> done)
    {
        m_done = std::move(done);
        m_timers.push_back(makeTimer(1000ms, [this] { second(); }));
        m_timers.push_back(makeTimer(250ms, [this] { m_floor.control(); }));
        m_timers.push_back(makeTimer(100ms, [this] { pace(); }));
        m_floor.refresh();
    }

    std::string address() const
    {
        const auto& wanted = m_parts.config.listen;
        return wanted.host + ":" + std::to_string(m_listener ? m_listener->port() : wanted.port);
    }

    std::string paymentsAddress() { return m_floor.orders().address(); }

    void close()
    {
        m_timers.clear();
        m_floor.orders().close();
        if (m_listener)
            m_listener->close();
    }

private:
    std::unique_ptr<RepeatingTimer> makeTimer(
            std::chrono::milliseconds period, std::function<void()> work)
    {
        return std::make_unique<RepeatingTimer>(m_parts.executor, period, std::move(work));
    }

    void pace()
    {
        waiting_room::InstanceReport report;
        report.instance = m_parts.identity.instance;
        report.isRehearsal = m_parts.config.isRehearsal;
        report.postgresLost = isAway(m_parts.stores.orders.health());
        m_floor.pace(report);
        noteReadiness();
    }

    void noteReadiness()
    {
        auto missing = m_floor.missing();
        if (isAway(m_parts.stores.orders.health()))
            missing.emplace_back("postgres");
        if (!m_parts.stores.orders.health().isWarm || !m_parts.stores.p0Orders.health().isWarm)
            missing.emplace_back("statements");
        if (isAway(m_parts.stores.lineRedis.health()))
            missing.emplace_back("redis");
        if (missing.empty() && !m_isOpening && m_done)
            openListeners();
        m_parts.readiness.set(std::move(missing));
    }

    /// That of the payments first: an order that a buyer begins can then be heard of.
    void openListeners()
    {
        m_isOpening = true;
        m_floor.orders().listen([this](const Outcome& opened) {
            if (!opened)
                return finishBeginning(opened);
            openListener();
        });
    }

    void openListener()
    {
        http::ListenerOptions options;
        options.address = m_parts.config.listen.host;
        options.port = m_parts.config.listen.port;
        options.sharePort = m_parts.config.sharePort;
        options.trustedProxies = m_parts.config.trustedProxies;
        options.proxyProtocol = m_parts.config.proxyProtocol;
        options.doorkeeper = &m_floor.door();
        options.queue = &m_floor.queue();
        options.exempt = m_parts.config.exempt;
        auto opened = http::Listener::open(m_parts.executor, options, m_floor.api());
        if (!opened) {
            finishBeginning(opened.error());
            return;
        }
        m_listener = std::move(opened).value();
        finishBeginning(Nothing{});
    }

    void finishBeginning(const Outcome& outcome)
    {
        if (auto done = std::exchange(m_done, nullptr))
            done(outcome);
    }

    void second()
    {
        m_floor.refresh();
        m_floor.second();
        m_parts.backLane.record(std::chrono::system_clock::now(), m_floor.sales(), gauges());
    }

    std::map<std::string, double> gauges()
    {
        std::map<std::string, double> out;
        out[contract::gauge::ready] = m_parts.readiness.missing().empty() ? 1 : 0;
        out[contract::gauge::rssMiB] = recorder::ProcessFigures::residentMiB();
        m_use.measure();
        const auto orders = m_floor.orders().news();
        out[contract::gauge::ordersUnfinished] = static_cast<double>(orders.unfinished);
        out[contract::gauge::p0Ms] = orders.slowestMs;
        m_floor.putQueues(out);
        out[contract::gauge::laneUse] = std::max(m_use.percent(), orders.threadUse);
        if (const auto cpu = m_process.cpuPercent())
            out[contract::gauge::cpu] = *cpu;
        if (const auto cpu = m_host.cpuPercent())
            out[contract::gauge::hostCpu] = *cpu;
        if (const auto free = recorder::HostFigures::diskFreeGiB())
            out[contract::gauge::diskFreeGiB] = *free;
        out[contract::gauge::postgresLostS] = silence(m_parts.stores.orders.health(), m_begunAt);
        out[contract::gauge::redisLostS] = silence(m_parts.stores.lineRedis.health(), m_begunAt);
        out[contract::gauge::storeConnections] = m_parts.stores.open();
        if (m_listener)
            out[contract::gauge::openSockets] = static_cast<double>(m_listener->connections());
        putRoundTrip(out, contract::gauge::postgresRttMs, m_parts.stores.orders.health());
        putRoundTrip(out, contract::gauge::redisRttMs, m_parts.stores.lineRedis.health());
        return out;
    }

    const Parts m_parts;
    SalesFloor m_floor;
    std::unique_ptr<http::Listener> m_listener;
    std::vector<std::unique_ptr<RepeatingTimer>> m_timers;
    std::function<void(Outcome)> m_done;
    bool m_isOpening = false;
    ThreadUse m_use;
    recorder::ProcessFigures m_process;
    recorder::HostFigures m_host;
    const Clock::time_point m_begunAt = Clock::now();
};

FrontLane::FrontLane(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

FrontLane::~FrontLane() = default;

void FrontLane::begin(std::function<void(Outcome)> done)
{
    boost::asio::post(m_impl->executor(),
            [impl = m_impl, done = std::move(done)]() mutable { impl->begin(std::move(done)); });
}

std::string FrontLane::address() const
{
    return m_impl->address();
}

std::string FrontLane::paymentsAddress() const
{
    return m_impl->paymentsAddress();
}

void FrontLane::close()
{
    m_impl->close();
}

} // namespace saikobi::daemon
