#include "backend/rehearsal/crowd_run.h"

#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "backend/rehearsal/buyer.h"
#include "backend/rehearsal/buyer_plan.h"
#include "backend/rehearsal/crowd_scene.h"

namespace saikobi::rehearsal {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds betweenSamples{200};
constexpr std::chrono::seconds afterStop{2}; ///< questions under way may still be answered

/// Each buyer with a question under way has a connection; the usual limit of 1024 would refuse
/// some.
void allowManyConnections()
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files); // if not: fewer at once, and the summary says so
}

asio::awaitable<void> liveOnce(
        CrowdScene& scene, BuyerPlan plan, std::chrono::steady_clock::time_point at)
{
    Buyer buyer(scene, std::move(plan), at);
    co_await buyer.live();
}

/// One crowd on one thread.
class Crowd {
public:
    Crowd(HttpAddress address, const CrowdOptions& options)
        : m_spec(options.spec)
        , m_signals(m_context, SIGINT, SIGTERM)
    {
        m_scene.executor = m_context.get_executor();
        m_scene.address = std::move(address);
        m_scene.sale = options.sale;
        m_scene.began = std::chrono::steady_clock::now();
    }

    contract::Outcome keepHistory(const std::string& path) { return m_scene.history.open(path); }
    bool wasStopped() const { return m_scene.isOver; }

    const CrowdCount& run()
    {
        m_signals.async_wait([this](const boost::system::error_code& failed, int) {
            if (!failed)
                asio::co_spawn(m_context, stop(), asio::detached);
        });
        asio::co_spawn(m_context, arrive(), asio::detached);
        asio::co_spawn(m_context, watch(), asio::detached);
        m_context.run();
        return m_scene.count;
    }

private:
    asio::awaitable<void> sleepUntil(std::chrono::steady_clock::time_point at)
    {
        boost::system::error_code ignored;
        asio::steady_timer timer(m_context, at);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }

    /// By the clock alone: nobody waits for anybody's answer.
    asio::awaitable<void> arrive()
    {
        BuyerPlans plans(m_spec);
        auto at = m_scene.began;
        while (!m_scene.isOver) {
            auto plan = plans.next();
            at += plan.arrivesAfter;
            if (m_spec.duration && at - m_scene.began > *m_spec.duration)
                break;
            co_await sleepUntil(at);
            if (!m_scene.isOver)
                asio::co_spawn(m_context, liveOnce(m_scene, std::move(plan), at), asio::detached);
        }
        m_hasArrived = true;
    }

    asio::awaitable<void> watch()
    {
        while (!m_hasArrived || m_scene.present > 0) {
            m_scene.count.addWaiting(m_scene.now(), m_scene.waiting);
            co_await sleepUntil(std::chrono::steady_clock::now() + betweenSamples);
        }
        m_context.stop();
    }

    asio::awaitable<void> stop()
    {
        m_scene.isOver = true;
        co_await sleepUntil(std::chrono::steady_clock::now() + afterStop);
        m_context.stop();
    }

    CrowdSpec m_spec;
    CrowdScene m_scene{}; ///< outlives the buyers, whose coroutines end with the context
    asio::io_context m_context{1};
    asio::signal_set m_signals;
    bool m_hasArrived = false;
};

} // namespace

contract::Result<CrowdOutcome> liveThrough(const CrowdOptions& options)
{
    auto address = parseHttpAddress(options.url);
    if (!address)
        return address.error();
    allowManyConnections();
    Crowd crowd(std::move(address).value(), options);
    if (!options.history.empty())
        if (const auto kept = crowd.keepHistory(options.history); !kept)
            return kept.error();
    const auto& count = crowd.run();
    return CrowdOutcome{count, crowd.wasStopped()};
}

} // namespace saikobi::rehearsal
