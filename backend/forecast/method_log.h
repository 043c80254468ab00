#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "backend/contract/desk_views.h"
#include "backend/contract/tick.h"
#include "backend/forecast/second_log.h"

namespace saikobi::forecast {

/// What ticks tell of each payment method and of the products that orders are slow with: counters
/// and histograms that carry a name behind a colon. Differenced by the rules of SecondLog: a new
/// incarnation starts at zero, a pair of ticks too far apart measures nothing, nor does one whose
/// counters fell.
class MethodLog {
public:
    static constexpr std::chrono::seconds length{15 * 60}; ///< of the history
    static constexpr std::size_t mostNames
            = 512; ///< per tick: a broken one must not eat the memory

    /// False when it says nothing new. Ticks of the line are none of its business.
    bool add(const contract::Tick& tick);
    /// Up to the newest second that is over. Nothing before an instance was heard.
    std::optional<contract::MethodsMeasured> measured() const;
    /// By method, over the last minute; one with too few payments is not in it.
    std::map<std::string, double> p95Seconds() const;
    std::optional<contract::Instant> newest() const { return m_newest; }
    /// What an instance said of itself in its newest tick.
    contract::InstanceFigures figuresOf(
            const std::string& instance, const std::string& incarnation) const;

private:
    using Counts = std::map<std::string, double, std::less<>>;
    using Spreads = std::map<std::string, Spread, std::less<>>;
    struct Sample {
        Counts counts{};
        Spreads spreads{};
    };
    struct Series {
        contract::Instant last{};
        Sample sample{};
        std::map<std::string, double> gauges{};
    };

    static Sample sampleOf(const contract::Tick& tick);
    void follow(const contract::Tick& tick, const Series& before, const Sample& now);
    void grow(contract::Instant from, contract::Instant to, Sample by);
    void close(std::int64_t second);
    void forget();
    bool isAlive(const Series& series) const;
    Counts countsOf(std::int64_t end, int seconds, int& seen) const;
    Spreads spreadsOf(std::int64_t end, int seconds) const;
    std::optional<double> gaugeSum(const std::string& name) const;

    std::map<std::string, Series> m_series{};
    std::map<std::int64_t, Sample> m_seconds{}; ///< those that were seen, by Unix time
    std::optional<contract::Instant> m_newest{};
    contract::Instant m_continuousSince{};
    std::int64_t m_closedTo = 0;
    std::vector<std::string> m_methods{}; ///< in the order in which they were heard of
    std::deque<contract::MethodSecond> m_history{};
};

} // namespace saikobi::forecast
