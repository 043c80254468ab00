#pragma once

#include <functional>
#include <vector>

#include "backend/contract/recorded_scene.h"
#include "backend/contract/recorded_series.h"
#include "backend/contract/tick.h"

namespace saikobi::forecast {

/// How the rows of one recording are reached, whoever has them: from ≤ at < to, oldest first.
struct RecordedRows {
    using Ticks = std::function<void(const contract::Tick&)>;
    using Scenes = std::function<void(contract::SceneRow)>;
    std::function<contract::Outcome(contract::Instant from, contract::Instant to, const Ticks&)>
            ticks{};
    std::function<contract::Outcome(contract::Instant from, contract::Instant to, const Scenes&)>
            scenes{};
};

/// Each figure in each second from `from` to `to` (whole seconds, both included), counted by the
/// functions that live uses, as by somebody who heard everything. None of a recording that is
/// longer than RecordedSeries::mostSeconds. A row that makes no sense tells nothing: it stays in
/// the recording, which must come to be in any case. Fails only where `rows` does.
contract::Result<std::vector<contract::RecordedSeries>> countSeries(
        const RecordedRows& rows, contract::Instant from, contract::Instant to);

} // namespace saikobi::forecast
