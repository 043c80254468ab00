#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace saikobi::contract {

/// A number that knows what it counts. Mixing units is a compile error.
template<class Tag, class Rep = std::int64_t>
struct Quantity {
    Rep value{};
    friend constexpr auto operator<=>(Quantity, Quantity) = default;
};

using PassesPerMinute = Quantity<struct PassesPerMinuteTag, std::int32_t>;
using Place = Quantity<struct PlaceTag>;
using TicketNumber = Quantity<struct TicketNumberTag>;
using Yen = Quantity<struct YenTag>;
using ProductId = Quantity<struct ProductIdTag>;
using SlotId = Quantity<struct SlotIdTag>;
using Epoch = Quantity<struct EpochTag>;
using Run = Quantity<struct RunTag, std::int32_t>;
using Revision = Quantity<struct RevisionTag>;

using Instant = std::chrono::system_clock::time_point; ///< facts: UTC
using Deadline = std::chrono::steady_clock::time_point; ///< waiting

inline std::int64_t toUnixMs(Instant at)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

inline Instant fromUnixMs(std::int64_t ms)
{
    return Instant{std::chrono::milliseconds{ms}};
}

} // namespace saikobi::contract
