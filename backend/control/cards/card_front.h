#pragma once

#include <string>

#include "backend/control/cards/card_source.h"

namespace saikobi::control {

/// Reads the front matter, which stands between two lines `---`, into `source`. `firstLine`: the
/// number of its first line in the file.
void readFront(const std::string& text, int firstLine, CardSource& source, CardFaults& faults);

} // namespace saikobi::control
