#pragma once

#include <optional>

#include "backend/contract/walk.h"

namespace saikobi::contract {

/// The mark that an entry of the timeline tells of: what entryOf() made of it, without the steps of
/// the card, and where figures saw it without who judged them. Nothing for any other entry.
std::optional<WalkMark> walkMarkOf(const TimelineEntry& entry);

} // namespace saikobi::contract
