#pragma once

#include <string>
#include <vector>

#include "tests/support/test_stores.h"

namespace saikobi::tests {

/// Lines of the public record as they stand in the stream of ticks.
std::vector<std::string> recordedLines(TestStores& stores, const std::string& sale);

/// Copies the sale-wide ticks of the stream into table `tick`, as the recorder does; answers how
/// many are there now.
int copyTicks(TestStores& stores, const std::string& sale);

/// Lines of the public record as they are kept.
std::vector<std::string> keptLines(TestStores& stores, const std::string& sale);

} // namespace saikobi::tests
