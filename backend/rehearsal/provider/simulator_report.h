#pragma once

#include <string>

#include "backend/rehearsal/provider/simulator_world.h"

namespace saikobi::rehearsal {

/// Every call from the n-th on, every payment and every page, for checkers.
std::string ledgerJson(const SimulatorBook& book, std::int64_t callsFrom = 0);

/// The fullest sliding second per limit, refusals by reason, payments by end.
std::string summaryJson(const SimulatorWorld& world);

} // namespace saikobi::rehearsal
