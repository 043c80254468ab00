#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "backend/contract/problem.h"

namespace saikobi::shop {

/// Who buys: what a verified pass says. `subject` is the person of limits and of `reservation`.
struct Buyer {
    std::string sale{};
    std::string subject{};
    std::int64_t place = 0;
    std::int64_t member = 0; ///< of a group place; 0 alone
};

/// What the shop needs of the waiting room.
class GatePort {
public:
    virtual ~GatePort() = default;
    /// Is this pass alive and are orders taken now? Nothing: yes.
    virtual void check(
            const Buyer& buyer, std::function<void(std::optional<contract::Problem>)> answer)
            = 0;
    /// An order of this pass is paid. Not waited for; telling again changes nothing.
    virtual void notePaid(const Buyer& buyer) = 0;
};

} // namespace saikobi::shop
