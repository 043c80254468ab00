#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "backend/contract/snapshot.h"

/// What the values of a command step mean: for the form that they fill, and for the command that
/// ticks the step.
namespace saikobi::commands {

/// "84", "50%" of the rate `before`, or "rate_advised"; passes per minute, at least 1. Empty: it
/// cannot be told.
std::optional<int> rateMeant(
        const std::string& value, std::optional<int> before, std::optional<double> advised);
/// "15m", "90s", "1h".
std::optional<std::chrono::seconds> timeMeant(const std::string& value);

/// The command of this timeline entry is in force, and it is the one that the step means: what the
/// step leaves open may be anything, what it names must be so. Times may differ by 90 s, which
/// somebody needs to read and confirm.
bool fulfils(const contract::Step& step, const contract::TimelineEntry& entry,
        const contract::SaleSnapshot& sale);

} // namespace saikobi::commands
