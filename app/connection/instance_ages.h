#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/model/connection_views.h"

namespace saikobi::connection {

/// Name of an instance and the age of its newest tick in seconds; empty: none was seen lately.
using InstanceAges = std::vector<std::pair<std::string, std::optional<double>>>;

/// An instance is silent beyond five seconds (CONSOLE.md §3: stale).
model::HopResult judgeTicks(const InstanceAges& ages);

} // namespace saikobi::connection
