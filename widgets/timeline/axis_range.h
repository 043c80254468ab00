#pragma once

#include <optional>

#include "backend/contract/quantity.h"

namespace saikobi::timeline {

/// Smallest of 1, 2, 2.5, 4, 5, 8 × 10ⁿ that is not below `value`.
double roundTop(double value);

/// Top of a plot whose bottom is 0. It grows at once and shrinks only after five minutes, so that a
/// picture seen a moment ago can be compared with the one seen now.
class AxisRange {
public:
    explicit AxisRange(double least)
        : m_least(least)
    {
    }

    /// `highest` is the largest value on the plot at `now`.
    double top(double highest, contract::Instant now);

private:
    double m_least;
    double m_top = 0;
    std::optional<contract::Instant> m_lowSince{};
};

} // namespace saikobi::timeline
