#pragma once

#include <string>

#include "backend/rehearsal/provider/simulator_intent.h"

namespace saikobi::rehearsal {

/// The page a shopper is sent to: plain HTML with two buttons.
std::string actionPage(const Intent& intent);

/// Where the shopper goes from there; empty when the shop gave no address.
std::string addressAfter(const Intent& intent);

} // namespace saikobi::rehearsal
