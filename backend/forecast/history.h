#pragma once

#include <deque>
#include <memory>

#include "backend/contract/snapshot.h"

namespace saikobi::forecast {

/// Fifteen minutes of figures for the charts, one row a second. Seconds of which nothing was heard
/// get rows without values, so that a gap stays a gap.
class HistoryKeeper {
public:
    static constexpr std::chrono::seconds length{15 * 60};

    /// `second`: how far the figures are complete; nothing happens unless it is a new one. A figure
    /// that is older than that second by more than 3 s was not observed in it.
    void add(contract::Instant second, const contract::FigureValues& figures);
    std::shared_ptr<const contract::History> rows() const;

private:
    std::deque<contract::HistoryRow> m_rows{};
};

} // namespace saikobi::forecast
