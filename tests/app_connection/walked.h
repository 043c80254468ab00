#pragma once

#include <QTest>

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "app/connection/connection_check.h"
#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// Walks the way of a profile and keeps what it was told.
class Walked {
public:
    explicit Walked(const sources::Profile& profile)
    {
        connection::ConnectionCheck::Listener listener;
        listener.hop
                = [this](model::StorePath path, model::Hop hop, const model::HopResult& result) {
                      const std::lock_guard lock(m_mutex);
                      m_report.at(path, hop) = result;
                  };
        listener.skew = [this](double skew) {
            const std::lock_guard lock(m_mutex);
            m_report.skewMs = skew;
        };
        listener.sales = [this](const std::vector<model::KnownSale>& sales) { m_sales = sales; };
        listener.over = [this](model::StorePath) { ++m_over; };
        const connection::ConnectionCheck check{profile, std::move(listener)};
        constexpr int patienceMs = 60'000;
        m_isOver = QTest::qWaitFor([this] { return m_over == 2; }, patienceMs);
    }

    bool isOver() const { return m_isOver; }
    const model::ConnectionReport& report() const { return m_report; }
    const std::vector<model::KnownSale>& sales() const { return m_sales; }
    const model::HopResult& at(model::StorePath path, model::Hop hop) const
    {
        return m_report.at(path, hop);
    }
    /// All that was told, for whoever wonders why a test failed.
    std::string told() const
    {
        std::string out;
        for (const auto path : {model::StorePath::Postgres, model::StorePath::Redis})
            for (std::size_t i = 0; i < model::hopCount; ++i) {
                const auto& each = at(path, static_cast<model::Hop>(i));
                out += std::to_string(static_cast<int>(path)) + '.' + std::to_string(i) + ": "
                        + std::to_string(static_cast<int>(each.state)) + ' '
                        + std::to_string(static_cast<int>(each.cause)) + ' ' + each.detail + '\n';
            }
        return out;
    }

private:
    std::mutex m_mutex{};
    model::ConnectionReport m_report{};
    std::vector<model::KnownSale> m_sales{};
    std::atomic<int> m_over{0};
    bool m_isOver = false;
};

/// A profile of sale `demo` for somebody who signs in to both stores.
inline sources::Profile profileOf(const std::string& url, const stores::RedisOptions& redis)
{
    sources::Profile profile;
    profile.postgresUrl = url;
    profile.redisHost = redis.host;
    profile.redisPort = redis.port;
    profile.redisUser = redis.user;
    profile.redisPassword = redis.password;
    profile.sale = "demo";
    return profile;
}

/// As both stores look while the sale is on, with one instance that is there.
inline void letTheSaleBe(TestStores& stores)
{
    stores.redisCall({"HSET", "{sale:demo}:q", "epoch", "1"});
    stores.execute("insert into saikobi.instance (name, incarnation, version, started_at, ready) "
                   "values ('serve-1', 'a', '0.1.0', now(), true)");
}

/// That instance ticks, too, in the words that the recorder writes.
inline void letTheSaleRun(TestStores& stores)
{
    letTheSaleBe(stores);
    stores.execute("insert into saikobi.tick (sale, run, at, instance, incarnation, counters, "
                   "histograms, gauges) values ('demo', 1, now(), 'serve-1', 'a', '{}', '{}', "
                   "'{}')");
    const auto now = contract::toUnixMs(std::chrono::system_clock::now());
    stores.redisCall({"XADD", "{sale:demo}:ticks", "*", "instance", "serve-1", "tick",
            R"({"sale":"demo","run":1,"at":)" + std::to_string(now)
                    + R"(,"instance":"serve-1","incarnation":"a","counters":{},"histograms":{},"gauges":{}})"});
}

} // namespace saikobi::tests
