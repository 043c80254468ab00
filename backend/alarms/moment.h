#pragma once

#include <array>
#include <optional>

#include "backend/contract/figures.h"
#include "backend/contract/line_state.h"
#include "backend/contract/snapshot.h"

namespace saikobi::alarms {

/// The figures that may be judged. An absent one is not known, or too old to say anything: it
/// neither raises nor clears.
using KnownFigures = std::array<std::optional<double>, contract::figureCount>;

/// Everything the rules look at, at one instant.
struct Moment {
    contract::Instant at{};
    KnownFigures figures{};
    std::optional<contract::Phase> phase{}; ///< as last heard; empty: never
    bool isManual = false; ///< staff call places by hand
    std::optional<double> rateCap{}; ///< passes/min that payments let in force, where they do

    std::optional<double> of(contract::Figure figure) const
    {
        return figures.at(static_cast<std::size_t>(figure));
    }
    /// From the opening to the close; a hold is part of it.
    bool isSelling() const
    {
        return phase == contract::Phase::Open || phase == contract::Phase::Held;
    }
};

/// As an instance sees them: every value that is neither STALE nor LOST by its age.
Moment momentOf(const contract::FigureValues& figures,
        const std::optional<contract::LineState>& line, contract::Instant now);
/// As a console does: the feeds' failures count too. What instances say of their own record, disk
/// and outside walks they judge themselves; a console that has a record or walks puts in its own.
Moment momentOf(const contract::SaleSnapshot& sale, contract::Instant now);

} // namespace saikobi::alarms
