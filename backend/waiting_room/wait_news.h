#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"
#include "backend/forecast/wait_curve.h"

namespace saikobi::waiting_room {

/// What one look at the waiting people found, the same in all instances.
struct WaitNews {
    contract::Instant at{};
    std::uint32_t divisor = 1; ///< one of so many tickets sends signs of life
    std::optional<std::int64_t> present{}; ///< of the waiting; empty while not measured
    forecast::WaitCurve curve{}; ///< from `at` on; empty while nobody can say
    std::string why{}; ///< waits have grown: rate, late, held, slow; else empty
};
using WaitNewsPtr = std::shared_ptr<const WaitNews>;

/// As Redis keeps it: whole seconds and people.
std::string toText(const WaitNews& news);
/// Nothing when it is none.
std::optional<WaitNews> waitNewsFromText(std::string_view text);

} // namespace saikobi::waiting_room
