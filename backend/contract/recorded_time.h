#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/contract/quantity.h"

namespace saikobi::contract {

/// "2026-11-20 03:00:00.25+00", as Postgres writes an instant in UTC; nothing for anything else.
std::optional<Instant> recordedInstant(std::string_view text);
std::string recordedText(Instant at); ///< sorts among those

} // namespace saikobi::contract
