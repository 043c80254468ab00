#pragma once

#include <string>
#include <string_view>

#include "backend/contract/runbook.h"

namespace saikobi::control {

/// The step that a code span says, without its text: `kind id arguments`. Invalid says what is
/// wrong with it. Whether the branches of a decision exist is seen once the card is complete.
contract::Result<contract::Step> readStep(std::string_view span);

} // namespace saikobi::control
