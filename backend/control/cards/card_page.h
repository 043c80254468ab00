#pragma once

#include <string>

#include "backend/control/cards/card_source.h"

namespace saikobi::control {

struct PageUse {
    double share = 0; ///< of one A4 page with letters of 14 pt
    std::string end{}; ///< the part that no longer fits, as in CardSource::lines; empty: all do
};

/// How much paper a card takes. Letters are counted as wide as those of Noto Sans CJK and lines
/// broken near where the paper breaks them: two lines, 5 % of the page, from what is printed. So
/// much is kept free, that a card which fits here is printed on one page.
PageUse pageUse(const CardSource& source);

} // namespace saikobi::control
