#pragma once

#include "tests/support/test_stores.h"

namespace saikobi::bench {

inline constexpr int tapedInstances = 4;
inline constexpr int tapedProducts = 40;

/// Fills sale `demo` with hours as a busy sale leaves them: each second a tick of the line and one
/// of each instance, with 26 counters, 27 gauges and five histograms, and what changed of the
/// stock. Eight hours are a minute of work for Postgres.
void tapeHours(tests::TestStores& stores, int hours);

} // namespace saikobi::bench
