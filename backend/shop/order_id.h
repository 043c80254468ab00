#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"

namespace saikobi::shop {

/// A UUID of version 7 (RFC 9562): orders of one moment lie beside each other in the index, and its
/// 74 random bits cannot be guessed.
std::string orderIdFrom(contract::Instant madeAt, std::array<std::uint64_t, 2> chance);

/// Spelled as the ids above are. What comes out of an address may be anything.
bool isOrderId(std::string_view text);

} // namespace saikobi::shop
