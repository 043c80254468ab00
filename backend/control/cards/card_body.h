#pragma once

#include <string_view>
#include <vector>

#include "backend/control/cards/card_source.h"

namespace saikobi::control {

/// Reads the lines below the front matter into `source`: labelled paragraphs and the two lists.
void readBody(const std::vector<std::string_view>& lines, int firstLine, CardSource& source,
        CardFaults& faults);

} // namespace saikobi::control
