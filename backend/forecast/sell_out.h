#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>

#include "backend/contract/quantity.h"

namespace saikobi::forecast {

/// When a product will be gone, as a range that holds four times in five.
struct SellOut {
    contract::Instant from{};
    contract::Instant to{};
};

/// Remembers ten minutes of each product's stock and says from its movement when it ends.
class SellOutForecast {
public:
    /// `gone`: units held and sold. Times must grow; one that does not is ignored.
    void note(contract::ProductId product, contract::Instant at, std::int64_t gone);
    /// Nothing while less than a minute was seen, fewer than five units moved, or the end is more
    /// than a day away.
    std::optional<SellOut> forecast(contract::ProductId product, std::int64_t available) const;

    /// Whether enough was seen for `forecast` to say something; else its silence means nothing.
    bool isKnown(contract::ProductId product) const;

private:
    struct Point {
        contract::Instant at{};
        std::int64_t gone = 0;
    };
    std::map<contract::ProductId, std::deque<Point>> m_points{};
};

} // namespace saikobi::forecast
