#pragma once

#include "backend/contract/quantity.h"

namespace saikobi::timeline {

/// The stretch of time that a plot shows.
struct TimeWindow {
    contract::Instant from{};
    contract::Instant to{};

    /// 0 at `from`, 1 at `to`; outside that range for instants outside the window.
    double position(contract::Instant at) const
    {
        const auto whole = std::chrono::duration<double>(to - from).count();
        return whole > 0 ? std::chrono::duration<double>(at - from).count() / whole : 0.0;
    }

    contract::Instant at(double position) const
    {
        const std::chrono::duration<double> offset = (to - from) * position;
        return from + std::chrono::duration_cast<contract::Instant::duration>(offset);
    }

    bool contains(contract::Instant instant) const { return instant >= from && instant <= to; }
};

} // namespace saikobi::timeline
