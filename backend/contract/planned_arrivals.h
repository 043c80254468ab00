#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace saikobi::contract {

/// So many come a minute from `from` on, until the next of these.
struct PlannedArrivals {
    std::chrono::minutes from{}; ///< since the opening; negative before it
    double perMinute = 0;
};

/// What the organiser expects, in the order of its times.
using ArrivalPlan = std::vector<PlannedArrivals>;

inline constexpr std::size_t mostPlannedArrivals = 200;

/// [[minute, per minute], …], as member `arrivals` of a sale's settings.
std::string toJson(const ArrivalPlan& plan);
/// What cannot be read is no plan.
ArrivalPlan arrivalPlanFromJson(std::string_view text);

} // namespace saikobi::contract
