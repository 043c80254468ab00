#pragma once

#include "backend/control/cards/card_source.h"

namespace saikobi::control {

/// What a card lacks that CONSOLE.md §5 asks for, though it can be walked: it does not fit its
/// page, calls somebody whom its roles do not name, and so on. Of a card without faults.
CardFaults adviceOn(const CardSource& source);

} // namespace saikobi::control
