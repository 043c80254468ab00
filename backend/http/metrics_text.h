#pragma once

#include <string>
#include <vector>

#include "backend/contract/tick.h"

namespace saikobi::http {

/// Prometheus text format 0.0.4: every counter, gauge and histogram of the ticks, named
/// `saikobi_…`, labelled with its sale. Histograms are in seconds, as is the custom there.
std::string metricsText(const std::vector<contract::Tick>& ticks);

} // namespace saikobi::http
