#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace saikobi::status {

/// How a list that grows in front and is cut at its end becomes the wanted one, so that a model can
/// say what changed instead of starting anew.
struct FrontUpdate {
    int inFront = 0; ///< new rows before the first known one
    int kept = 0; ///< known rows that stay, in order, behind them
    int behind = 0; ///< rows to be added at the end
};

inline FrontUpdate frontUpdate(
        const std::vector<std::string>& shown, const std::vector<std::string>& wanted)
{
    const auto all = static_cast<int>(wanted.size());
    if (shown.empty())
        return {all, 0, 0};
    const auto known = std::find(wanted.begin(), wanted.end(), shown.front());
    const auto kept = std::min(wanted.end() - known, static_cast<std::ptrdiff_t>(shown.size()));
    if (kept == 0 || !std::equal(known, known + kept, shown.begin()))
        return {all, 0, 0};
    const auto inFront = static_cast<int>(known - wanted.begin());
    return {inFront, static_cast<int>(kept), all - inFront - static_cast<int>(kept)};
}

} // namespace saikobi::status
