#include "backend/shop/stock_watch.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "backend/shop/stock_watch_store.h"

namespace saikobi::shop {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds usualPause = 10s;
constexpr int shareOfTime = 20;

void tell(const contract::Result<StockLook>& look)
{
    if (!look) // the next second looks again; Postgres itself is watched by others
        return spdlog::warn("saikobi.shop: stock not looked at: {}", look.error().detail);
    if (look.value().stopped > 0)
        spdlog::error("saikobi.shop: stock does not add up, {} products or slots stopped",
                look.value().stopped);
    if (look.value().offers > 0)
        spdlog::info("saikobi.shop: {} offers of kept units carried out", look.value().offers);
}

} // namespace

milliseconds pauseAfter(milliseconds took)
{
    return std::max(usualPause, took * shareOfTime);
}

class StockWatch::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(boost::asio::any_io_executor executor, stores::PostgresExecutor& audit)
        : m_executor(std::move(executor))
        , m_audit(audit)
    {
    }

    void tick(Clock::time_point now)
    {
        if (m_isLooking)
            return;
        m_isLooking = true;
        const bool isWhole = now >= m_nextWhole;
        const auto look = isWhole ? lookAtAllStock : lookAtNewStock;
        look(m_audit, m_executor, [weak = weak_from_this(), now, isWhole](const auto& done) {
            const auto self = weak.lock();
            if (!self)
                return;
            self->m_isLooking = false;
            tell(done);
            if (isWhole && done)
                self->noteWhole(now, done.value().took);
        });
    }

    milliseconds wholePause() const { return m_wholePause; }

private:
    void noteWhole(Clock::time_point now, milliseconds took)
    {
        const auto pause = pauseAfter(took);
        if (pause != m_wholePause && std::max(pause, m_wholePause) > usualPause)
            spdlog::info("saikobi.shop: all stock is looked at every {} ms now, a look takes {} ms",
                    pause.count(), took.count());
        m_wholePause = pause;
        m_nextWhole = now + pause;
    }

    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_audit;
    Clock::time_point m_nextWhole{};
    milliseconds m_wholePause = usualPause;
    bool m_isLooking = false;
};

StockWatch::StockWatch(boost::asio::any_io_executor executor, stores::PostgresExecutor& audit)
    : m_impl(std::make_shared<Impl>(std::move(executor), audit))
{
}

StockWatch::~StockWatch() = default;

void StockWatch::tick(Clock::time_point now)
{
    m_impl->tick(now);
}

milliseconds StockWatch::wholePause() const
{
    return m_impl->wholePause();
}

} // namespace saikobi::shop
