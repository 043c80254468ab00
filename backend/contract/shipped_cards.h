#pragma once

#include "backend/contract/runbook.h"

namespace saikobi::contract {

/// The runbook that came with this program, compiled when it was built: what opens while no store
/// answers, and in shops that have none of their own. Read once; the reference stays good.
const Cards& shippedCards();

} // namespace saikobi::contract
