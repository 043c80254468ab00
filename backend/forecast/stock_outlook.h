#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace saikobi::forecast {

/// What the orders of the last ten minutes tell about one product.
struct StockDemand {
    std::int64_t product = 0;
    std::int64_t available = 0;
    bool isSoldOut = false;
    double orders = 0; ///< of any product, refused ones too
    double passes = 0; ///< shoppers whose orders these are, buyers or not
    double units = 0; ///< wanted by them
    double squares = 0; ///< sum over shoppers of their units squared
};

/// Who will want goods before a place in line does.
struct PassesAhead {
    std::int64_t serving = 0;
    std::int64_t issued = 0;
    double perPlace = 1; ///< passes given per place called: ghosts and absentees take none
    double undecided = 0; ///< shoppers inside without an order
};

/// How far a product will probably go.
struct StockOutlook {
    std::int64_t product = 0;
    std::int64_t likelyTo = 0; ///< last place for which some are left in 4 of 5 cases
    std::optional<std::int64_t> unlikelyFrom{}; ///< first for which in less than 1 of 5
    bool isSoldOut = false;
};

/// What one place in line is told of a product.
enum class Chance { Likely, Uncertain, Unlikely };

/// Whether some of it will be left for that place.
Chance chanceOf(const StockOutlook& outlook, std::int64_t place);

inline constexpr double leastOrdersForOutlook = 20;

/// Of every product that has a statement (WAITING_ROOM.md §5): sold out, or at least 20 orders.
/// P(left) = Φ((available − a·d)/√(a·v)), a passes before the place, d and v mean and variance of
/// the units wanted per pass.
std::vector<StockOutlook> stockOutlook(
        const std::vector<StockDemand>& demand, const PassesAhead& ahead);

} // namespace saikobi::forecast
