#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "backend/contract/desk_views.h"

namespace saikobi::forecast {

/// Fifteen minutes of what was available of each product, for its plot and its rate.
class StockTape {
public:
    /// `gone`: units held and sold. Times must grow; one that does not is ignored.
    void note(contract::ProductId product, contract::Instant at, std::int64_t available,
            std::int64_t gone);
    std::vector<contract::StockPoint> points(contract::ProductId product) const;
    /// Units that left the shelf in a minute, over the last 60 s; nothing while less than half of
    /// it was seen. Units that came back count against it.
    std::optional<double> perMinute(contract::ProductId product) const;

private:
    struct Point {
        contract::Instant at{};
        std::int64_t available = 0;
        std::int64_t gone = 0;
    };
    std::map<contract::ProductId, std::deque<Point>> m_points{};
};

} // namespace saikobi::forecast
