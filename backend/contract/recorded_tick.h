#pragma once

#include <string_view>

#include "backend/contract/tick.h"

namespace saikobi::contract {

/// Puts into `tick` what the columns of table `tick` say, whose others it has already; one that is
/// null is empty text. Invalid names the column.
Outcome readTickColumns(Tick& tick, std::string_view counters, std::string_view histograms,
        std::string_view gauges, std::string_view line);

} // namespace saikobi::contract
