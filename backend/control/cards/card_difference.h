#pragma once

#include <string>
#include <vector>

#include "backend/contract/runbook.h"

namespace saikobi::control {

struct CardDifference {
    enum class Kind { Added, Removed, Changed };
    Kind kind = Kind::Changed;
    std::string card{};
    std::vector<std::string> parts{}; ///< of a changed one: fields, paragraphs, "step f2"
};

/// What makes `now` another runbook than `before`, by card; empty: nothing.
std::vector<CardDifference> differencesOf(
        const contract::Cards& before, const contract::Cards& now);

} // namespace saikobi::control
