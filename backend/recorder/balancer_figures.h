#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

namespace saikobi::recorder {

/// What the front ends of a balancer answered since it was started.
struct BalancerCounts {
    std::int64_t answers = 0;
    std::int64_t failed = 0; ///< 5xx, also those that it made itself because nobody answered
};

/// From the statistics that HAProxy gives as CSV; empty when that is something else.
std::optional<BalancerCounts> balancerCounts(std::string_view csv);

/// `balancer_5xx`: percent of the answers of the last 60 s.
class BalancerFigures {
public:
    using Clock = std::chrono::steady_clock;

    void note(const BalancerCounts& counts, Clock::time_point now);
    /// Empty below 100 answers, before two looks, and when the last one is older than 30 s.
    std::optional<double> failedPercent(Clock::time_point now) const;

private:
    struct Look {
        Clock::time_point at{};
        BalancerCounts counts{};
    };
    std::deque<Look> m_looks{};
};

} // namespace saikobi::recorder
