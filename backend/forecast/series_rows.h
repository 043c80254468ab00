#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/contract/recording_format.h"
#include "backend/contract/result.h"

namespace saikobi::forecast {

/// Runs a query on the file of a recording, whoever has it open and with whichever library.
using SelectRows = std::function<contract::Outcome(
        const std::string& sql, const std::function<void(const contract::RecordedRow&)>& take)>;

/// The rows of table `series`, counted from the tables `tick` and `scene`; they depend on nothing
/// else. None of a recording without ticks, or of one longer than RecordedSeries::mostSeconds.
contract::Result<std::vector<contract::RecordedRow>> seriesRows(const SelectRows& select);

} // namespace saikobi::forecast
