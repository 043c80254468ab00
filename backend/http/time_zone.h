#pragma once

#include <string>

#include "backend/contract/quantity.h"

namespace saikobi::http {

/// An instant as the clocks at the venue show it, for pages that run no script. GCC 12 has no time
/// zones in <chrono>; the system's tables (TZif, RFC 8536) are read directly.
struct LocalTime {
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    std::string zone{"UTC"}; ///< abbreviation: "JST"; UTC when the system does not know the zone
};

LocalTime localTime(contract::Instant at, const std::string& zone);

} // namespace saikobi::http
