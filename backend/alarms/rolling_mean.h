#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include "backend/contract/quantity.h"

namespace saikobi::alarms {

/// Mean of what was seen during a window, at most one value a second.
class RollingMean {
public:
    explicit RollingMean(std::chrono::seconds window)
        : m_window(window)
    {
    }
    void add(contract::Instant at, double value);
    void clear();
    /// Empty until values of half the window are there.
    std::optional<double> mean() const;

private:
    const std::chrono::seconds m_window;
    std::deque<std::pair<contract::Instant, double>> m_values{};
    double m_sum = 0;
};

} // namespace saikobi::alarms
