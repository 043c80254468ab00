#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "backend/waiting_room/line.h"
#include "backend/waiting_room/status_document.h"

namespace saikobi::waiting_room {

/// What the holder of `number` is told, from the same memory as the public document. `place`: empty
/// for a ticket that is drawn while its place is not known. Asks for no memory.
OwnPlace ownPlace(const StatusDocument& status, const std::vector<VoidRange>& voids,
        std::int64_t number, std::optional<std::int64_t> place);

/// Who wants goods before a place does: those between it and the front who will come, and
/// `undecided` shoppers.
forecast::PassesAhead passesAhead(const contract::LineState& line, double undecided);

} // namespace saikobi::waiting_room
