#pragma once

#include <string_view>

#include "backend/contract/figures.h"

namespace saikobi::pages {

/// What a figure is called in both languages at once: a card is printed in Japanese beside an
/// English desk. The same words as the tiles of Live and the alarms have, which a test holds.
struct FigureTitle {
    contract::Figure figure{};
    std::string_view ja{};
    std::string_view en{};
};

const FigureTitle& figureTitle(contract::Figure figure);

} // namespace saikobi::pages
