#include "backend/recorder/store_figures.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "backend/contract/tick.h"
#include "backend/recorder/store_figures_store.h"

namespace saikobi::recorder {

using Clock = std::chrono::steady_clock;
using contract::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto serverEvery = 5s;
constexpr auto saleEvery = 10s;
constexpr int leastShare = 20; ///< one part of work, so many of rest
constexpr auto believedFor = 15s; ///< beyond the time until the next look

struct Look {
    Gauges gauges{};
    Clock::time_point askedAt{};
    Clock::time_point validUntil{};
    Clock::duration pause = 0s;
    bool isUnderWay = false;

    bool isDue(Clock::time_point now) const { return !isUnderWay && now - askedAt >= pause; }
    void begin(Clock::time_point now)
    {
        isUnderWay = true;
        askedAt = now;
    }
    void end(const Result<Gauges>& answer, Clock::duration every)
    {
        isUnderWay = false;
        pause = std::max(every, leastShare * (Clock::now() - askedAt));
        if (!answer)
            return; // what we know grows old by itself
        gauges = answer.value();
        validUntil = askedAt + pause + believedFor;
    }
    void addTo(Gauges& into) const
    {
        if (Clock::now() < validUntil)
            into.insert(gauges.begin(), gauges.end());
    }
};

} // namespace

class StoreFigures::Impl : public std::enable_shared_from_this<StoreFigures::Impl> {
public:
    explicit Impl(const Parts& parts)
        : m_store(parts.executor, parts.redis, parts.postgres)
    {
    }

    void tick(const std::vector<std::string>& sales)
    {
        const auto now = Clock::now();
        if (m_server.isDue(now))
            readServer(now);
        if (m_redis.isDue(now)) {
            m_redis.begin(now);
            m_store.readRedis([weak = weak_from_this()](const Result<Gauges>& answer) {
                if (const auto self = weak.lock())
                    self->m_redis.end(answer, serverEvery);
            });
        }
        for (const auto& sale : sales)
            if (m_sales[sale].isDue(now))
                readSale(sale, now);
    }

    Gauges ofStores() const
    {
        Gauges out;
        m_server.addTo(out);
        m_redis.addTo(out);
        return out;
    }

    Gauges ofSale(const std::string& sale) const
    {
        Gauges out;
        if (const auto found = m_sales.find(sale); found != m_sales.end())
            found->second.addTo(out);
        return out;
    }

private:
    void readServer(Clock::time_point now)
    {
        m_server.begin(now);
        m_store.readServer([weak = weak_from_this(), now](const Result<ServerFigures>& answer) {
            const auto self = weak.lock();
            if (!self)
                return;
            if (!answer)
                return self->m_server.end(answer.error(), serverEvery);
            auto gauges = answer.value().gauges;
            gauges[contract::gauge::pgDeadlocks]
                    = self->deadlocksOfLastMinute(now, answer.value().deadlocks);
            self->m_server.end(std::move(gauges), serverEvery);
        });
    }

    void readSale(const std::string& sale, Clock::time_point now)
    {
        m_sales[sale].begin(now);
        m_store.readSale(sale, [weak = weak_from_this(), sale](const Result<Gauges>& answer) {
            if (const auto self = weak.lock())
                self->m_sales[sale].end(answer, saleEvery);
        });
    }

    double deadlocksOfLastMinute(Clock::time_point now, double total)
    {
        if (!m_deadlocks.empty() && total < m_deadlocks.back().second)
            m_deadlocks.clear(); // statistics were reset
        m_deadlocks.emplace_back(now, total);
        while (m_deadlocks.size() > 2 && now - m_deadlocks[1].first >= 60s)
            m_deadlocks.pop_front();
        return total - m_deadlocks.front().second;
    }

    StoreFiguresStore m_store;
    Look m_server{};
    Look m_redis{};
    std::map<std::string, Look> m_sales{};
    std::deque<std::pair<Clock::time_point, double>> m_deadlocks{};
};

StoreFigures::StoreFigures(Parts parts)
    : m_impl(std::make_shared<Impl>(parts))
{
}

StoreFigures::~StoreFigures() = default;

void StoreFigures::tick(const std::vector<std::string>& sales)
{
    m_impl->tick(sales);
}

std::map<std::string, double> StoreFigures::ofStores() const
{
    return m_impl->ofStores();
}

std::map<std::string, double> StoreFigures::ofSale(const std::string& sale) const
{
    return m_impl->ofSale(sale);
}

} // namespace saikobi::recorder
