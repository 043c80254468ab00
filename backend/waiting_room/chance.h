#pragma once

#include <cstdint>
#include <optional>

#include "backend/contract/quantity.h"
#include "backend/forecast/stock_outlook.h"

namespace saikobi::waiting_room {

struct StatusDocument;

using forecast::Chance;

/// What the status says of a product to one place in line. Absent: nothing is known yet, the
/// product is sold out, places are not in line yet, or `place` is none.
std::optional<Chance> chanceOf(const StatusDocument& status, contract::ProductId product,
        const std::optional<std::int64_t>& place);

} // namespace saikobi::waiting_room
