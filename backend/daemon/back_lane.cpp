#include "backend/daemon/back_lane.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <set>

#include "backend/control/alarm_keeper.h"
#include "backend/control/walk_keeper.h"
#include "backend/daemon/outside_watch.h"
#include "backend/http/listener.h"
#include "backend/http/private_api.h"
#include "backend/recorder/store_figures.h"

namespace saikobi::daemon {

using contract::Outcome;
using namespace std::chrono_literals;

class BackLane::Impl : public std::enable_shared_from_this<BackLane::Impl> {
public:
    explicit Impl(Parts parts)
        : m_parts(std::move(parts))
        , m_recorder({m_parts.executor, m_parts.stores.backRedis, m_parts.stores.record,
                  m_parts.identity.instance, m_parts.identity.incarnation, SAIKOBI_VERSION})
        , m_storeFigures({m_parts.executor, m_parts.stores.backRedis, m_parts.stores.audit})
        , m_outside(m_parts.executor, m_parts.config)
        , m_api({[this] { return m_parts.readiness.missing(); }, [this] { return ticks(); }})
        , m_closing(m_parts.executor)
    {
    }

    Outcome listen()
    {
        http::ListenerOptions options;
        options.address = m_parts.config.privateListen.host;
        options.port = m_parts.config.privateListen.port;
        auto opened = http::Listener::open(m_parts.executor, options, m_api);
        if (!opened)
            return opened.error();
        m_listener = std::move(opened).value();
        return contract::Nothing{};
    }

    boost::asio::any_io_executor executor() const { return m_parts.executor; }

    std::string address() const
    {
        return m_parts.config.privateListen.host + ":"
                + std::to_string(m_listener ? m_listener->port() : 0);
    }

    void record(contract::Instant now, std::vector<recorder::RecordedSale> sales,
            const std::map<std::string, double>& gauges)
    {
        m_sales = std::move(sales);
        m_gauges = gauges;
        addMeasured(now);
        for (const auto& sale : m_sales)
            if (m_noted.insert(sale.slug).second)
                m_recorder.note(sale, m_parts.identity.startedAt, "instance", "started",
                        {{"version", SAIKOBI_VERSION}});
        m_recorder.tick(now, m_sales, m_gauges);
        for (const auto& sale : m_sales) {
            keeper(sale.slug).tick(now);
            walkKeeper(sale.slug).tick(freshMoment(sale.slug, now), keeper(sale.slug).epoch());
        }
    }

    void close(std::function<void()> done)
    {
        const auto now = std::chrono::system_clock::now();
        for (const auto& sale : m_sales)
            m_recorder.note(sale, now, "instance", "stopped", {{"version", SAIKOBI_VERSION}});
        awaitWritten(std::move(done));
    }

private:
    /// What this lane knows beside the front's gauges, of the stores and of each sale.
    void addMeasured(contract::Instant now)
    {
        std::vector<std::string> slugs;
        for (auto& sale : m_sales) {
            slugs.push_back(sale.slug);
            sale.gauges.merge(m_storeFigures.ofSale(sale.slug));
            sale.gauges.merge(keeper(sale.slug).gauges());
            sale.gauges.merge(m_outside.ofSale(sale.slug));
        }
        m_storeFigures.tick(slugs);
        m_gauges.merge(m_storeFigures.ofStores());
        // An instance that does not answer yet would find itself missing.
        if (m_gauges[contract::gauge::ready] > 0)
            m_outside.tick(slugs);
        m_gauges.merge(m_outside.ofBalancer());
        if (const auto last = m_recorder.lastWritten())
            m_gauges[contract::gauge::recordAgeS]
                    = std::max(0.0, std::chrono::duration<double>(now - *last).count());
    }

    control::AlarmKeeper& keeper(const std::string& sale)
    {
        auto& found = m_alarms[sale];
        if (!found)
            found = std::make_unique<control::AlarmKeeper>(
                    control::AlarmKeeper::Parts{m_parts.executor, m_parts.stores.backRedis,
                            m_parts.stores.record, sale, m_parts.identity.instance,
                            m_parts.identity.incarnation, m_parts.identity.startedAt});
        return *found;
    }

    /// Closed-loop steps of cards are judged by what the alarms are judged by.
    control::WalkKeeper& walkKeeper(const std::string& sale)
    {
        auto& found = m_walks[sale];
        if (!found)
            found = std::make_unique<control::WalkKeeper>(
                    control::WalkKeeper::Parts{m_parts.executor, m_parts.stores.backRedis,
                            m_parts.stores.record, sale, m_parts.identity.instance});
        return *found;
    }

    std::optional<alarms::Moment> freshMoment(const std::string& sale, contract::Instant now)
    {
        const auto& moment = keeper(sale).moment();
        return moment && now - moment->at < 4s ? moment : std::nullopt;
    }

    void awaitWritten(std::function<void()> done)
    {
        if (m_recorder.isIdle()) {
            done();
            return;
        }
        m_closing.expires_after(10ms);
        m_closing.async_wait([self = shared_from_this(), done = std::move(done)](
                                     const boost::system::error_code& failed) mutable {
            if (!failed)
                self->awaitWritten(std::move(done));
        });
    }

    std::vector<contract::Tick> ticks() const
    {
        std::vector<contract::Tick> out;
        for (const auto& sale : m_sales) {
            contract::Tick tick;
            tick.sale = sale.slug;
            tick.run = sale.run;
            tick.at = std::chrono::system_clock::now();
            tick.instance = m_parts.identity.instance;
            tick.incarnation = m_parts.identity.incarnation;
            tick.gauges = m_gauges;
            tick.gauges.insert(sale.gauges.begin(), sale.gauges.end());
            sale.measures->addTo(tick);
            out.push_back(std::move(tick));
        }
        return out;
    }

    const Parts m_parts;
    recorder::Recorder m_recorder;
    recorder::StoreFigures m_storeFigures;
    OutsideWatch m_outside;
    std::map<std::string, std::unique_ptr<control::AlarmKeeper>> m_alarms{};
    std::map<std::string, std::unique_ptr<control::WalkKeeper>> m_walks{};
    http::PrivateApi m_api;
    std::unique_ptr<http::Listener> m_listener;
    std::vector<recorder::RecordedSale> m_sales;
    std::map<std::string, double> m_gauges;
    std::set<std::string> m_noted;
    boost::asio::steady_timer m_closing;
};

BackLane::BackLane(Parts parts)
    : m_impl(std::make_shared<Impl>(std::move(parts)))
{
}

BackLane::~BackLane() = default;

Outcome BackLane::listen()
{
    return m_impl->listen();
}

std::string BackLane::address() const
{
    return m_impl->address();
}

void BackLane::record(contract::Instant now, std::vector<recorder::RecordedSale> sales,
        std::map<std::string, double> gauges)
{
    boost::asio::post(m_impl->executor(),
            [impl = m_impl, now, sales = std::move(sales), gauges = std::move(gauges)]() mutable {
                impl->record(now, std::move(sales), gauges);
            });
}

void BackLane::close(std::function<void()> done)
{
    m_impl->close(std::move(done));
}

} // namespace saikobi::daemon
