#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/contract/problem.h"
#include "backend/contract/sale.h"

namespace saikobi::shop {

/// Who buys: what a verified pass says. `subject` is the person of limits and of `reservation`.
struct Buyer {
    std::string sale{};
    std::string subject{};
    std::int64_t place = 0;
    std::int64_t member = 0; ///< of a group place; 0 alone
};

/// What an order will take from the stock once its money is set aside.
struct StockWanted {
    struct Line {
        contract::ProductId product{};
        std::int64_t quantity = 0;
        std::optional<std::int64_t> left{}; ///< as Postgres said; unknown: counted, not judged
    };
    std::string order{};
    std::vector<Line> lines{}; ///< none: it takes its units before any money, or never
    contract::SlotId slot{};
    std::optional<std::int64_t> placesLeft{};
};

/// What the shop needs of the waiting room.
class GatePort {
public:
    virtual ~GatePort() = default;
    using Checked = std::function<void(std::optional<contract::Problem>)>;
    /// Is this pass alive, are orders taken now, and is more left than orders on their way want?
    /// Nothing: yes, and this order is one of them until it leaves or is forgotten.
    virtual void check(const Buyer& buyer, const StockWanted& wanted, Checked answer) = 0;
    /// The order has its units now, or will never ask for them. Not waited for; telling again
    /// changes nothing.
    virtual void leave(const std::string& sale, const std::string& order) = 0;
    /// An order of this pass is paid. Not waited for; telling again changes nothing.
    virtual void notePaid(const Buyer& buyer) = 0;
};

} // namespace saikobi::shop
